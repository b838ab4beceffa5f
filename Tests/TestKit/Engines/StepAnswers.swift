package import EnginePort

/// The answers to steps that are run elsewhere, as they come.
package final class StepAnswers: Sendable {
    package typealias Answer = Result<Advance, EngineFailure>

    private let stream: AsyncStream<(UInt64, Answer)>
    private let continuation: AsyncStream<(UInt64, Answer)>.Continuation

    package init() { (stream, continuation) = AsyncStream.makeStream() }

    /// What `begin` is given.
    package var done: @Sendable (UInt64, Answer) -> Void {
        { [continuation] number, answer in continuation.yield((number, answer)) }
    }

    /// Waits for so many answers, in the order in which they come.
    package func next(_ count: Int) async -> [(number: UInt64, answer: Answer)] {
        var found: [(number: UInt64, answer: Answer)] = []
        var iterator = stream.makeAsyncIterator()
        while found.count < count, let (number, answer) = await iterator.next() { found.append((number, answer)) }
        return found
    }
}

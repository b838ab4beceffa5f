import Operations

/// One connection to the control socket, without the socket: bytes in, a request out; an answer in, bytes out.
struct Visit: Sendable {
    enum State: Sendable {
        case reading([UInt8])
        /// The bridge works on it; that may take as long as it takes.
        case waiting
        case writing(ArraySlice<UInt8>)
        case over
    }

    /// A request is a line, and no longer than this.
    static let longestRequest = 64 << 10
    /// For the request to come, and for each part of the answer to be taken.
    static let patience = Duration.seconds(10)

    private(set) var state = State.reading([])
    private(set) var deadline: ContinuousClock.Instant?

    init(at now: ContinuousClock.Instant) { deadline = now + Self.patience }

    /// - Returns: the request, once it is there.
    mutating func received(_ bytes: some Collection<UInt8>) -> ControlRequest? {
        guard case .reading(var line) = state else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
        line += end.map { bytes[..<$0] } ?? bytes[...]
        guard line.count <= Self.longestRequest else {
            answered(ControlAnswer(problem: "a request has no more than \(Self.longestRequest) bytes"), at: .now)
            return nil
        }
        guard end != nil else {
            state = .reading(line)
            return nil
        }
        do throws(ControlProblem) {
            let request = try ControlRequest(line: line)
            state = .waiting
            deadline = nil
            return request
        } catch {
            answered(ControlAnswer(problem: error.description), at: .now)
            return nil
        }
    }

    mutating func answered(_ answer: ControlAnswer, at now: ContinuousClock.Instant) {
        state = .writing(answer.bytes[...])
        deadline = now + Self.patience
    }

    /// So many bytes of the answer were taken.
    mutating func written(_ count: Int, at now: ContinuousClock.Instant) {
        guard case .writing(let rest) = state else { return }
        let left = rest.dropFirst(count)
        state = left.isEmpty ? .over : .writing(left)
        deadline = now + Self.patience
    }

    /// The other side is gone, or too slow.
    mutating func broken() { state = .over }

    mutating func timePassed(_ now: ContinuousClock.Instant) {
        if let deadline, deadline <= now { state = .over }
    }

    var isOver: Bool {
        if case .over = state { true } else { false }
    }
}

/// One queue's consumer, as the broker and we have it.
struct QueueConsumer: Sendable {
    /// With the name that the broker knows it by.
    private enum State: Sendable {
        case idle
        case starting(String)
        case consuming(String)
        case cancelling(String)
    }

    let queue: String
    private let place: Int
    private var state = State.idle
    /// How often it was begun. A new name for each life: where a quorum queue finds a name again whose deliveries are not
    /// all settled, RabbitMQ 3.10 takes it for a gap in what it sent, and closes the connection with 541.
    private var lives = 0

    init(place: Int, queue: String) { (self.place, self.queue) = (place, queue) }

    var isIdle: Bool { if case .idle = state { true } else { false } }

    var isConsuming: Bool { if case .consuming = state { true } else { false } }

    /// Whether its last question is not answered yet.
    var awaitsAnswer: Bool {
        switch state {
        case .starting, .cancelling: true
        case .idle, .consuming: false
        }
    }

    /// Asks for what is missing; nothing while its last question is open.
    mutating func steer(isWanted: Bool) -> ConsumerAction? {
        switch (state, isWanted) {
        case (.idle, true):
            lives += 1
            // Short names, so that reading one from a frame allocates nothing.
            let name = lives == 1 ? "c\(place)" : "c\(place)-\(lives)"
            state = .starting(name)
            return .consume(queue: queue, consumer: name)
        case (.consuming(let name), false):
            state = .cancelling(name)
            return .cancel(consumer: name)
        case (.idle, false), (.consuming, true), (.starting, _), (.cancelling, _): return nil
        }
    }

    /// The broker has begun it. False if that was not asked.
    mutating func began(_ name: String) -> Bool {
        guard case .starting(let asked) = state, asked == name else { return false }
        state = .consuming(name)
        return true
    }

    /// The broker has ended it. False if that was not asked.
    mutating func ended(_ name: String) -> Bool {
        guard case .cancelling(let asked) = state, asked == name else { return false }
        state = .idle
        return true
    }

    /// The place of the queue in a consumer's name, whichever life it is of: deliveries to an earlier one may still be on
    /// their way when it has ended.
    static func place(in name: String) -> Int? {
        let (letter, rest) = (name.utf8.first, name.utf8.dropFirst())
        guard letter == UInt8(ascii: "c") else { return nil }
        return Int(Substring(rest.prefix { $0 != UInt8(ascii: "-") }))
    }
}

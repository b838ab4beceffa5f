import CRabbitMQ

/// One frame as it lies in a `FrameBuffer`, until more is read.
struct RawFrame {
    let type: Int32
    let payload: UnsafeRawBufferPointer
    /// How long the payload was: of a content header that is too long only the beginning is here.
    let size: Int
}

/// Takes what comes from the broker apart into frames (§4.2.3), whatever they hold.
///
/// The library would decode what it reads at once, and give the connection up over properties that it cannot decode, or
/// that are longer than a frame may be. Anybody may send such a message, and it would come again on each connection.
final class FrameBuffer {
    private static let headSize = 7
    /// Of a content header, what comes before the properties: class, weight, size of the body.
    static let prologue = 12
    private static let end = UInt8(AMQP_FRAME_END)
    /// Smaller reads are not worth it.
    private static let leastRoom = 64 << 10
    /// A content header may be longer than the agreed frame: the broker appends headers of its own, and does not look.
    static let headerLimit = 1 << 20

    /// What a frame may have, other than a content header.
    private let payloadLimit: Int
    private let usualSize: Int
    private var memory: UnsafeMutableRawBufferPointer
    /// What came and was not given yet: from here …
    private var first = 0
    /// … to here.
    private var last = 0
    /// How long the frame is that is there in part, if that is known.
    private var expected = 0
    /// What is still to come of a content header that is too long, with the end of the frame.
    private var unwanted = 0

    /// - Parameter frameSize: as agreed with the broker.
    init(frameSize: Int) {
        payloadLimit = frameSize - Self.headSize - 1
        usualSize = max(frameSize + Self.leastRoom, 256 << 10)
        memory = .allocate(byteCount: usualSize, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// Where to put what comes next. What was given before is gone.
    func room() -> UnsafeMutableRawBufferPointer {
        let count = last - first
        let needed = max(count + Self.leastRoom, expected)
        let isOversized = memory.count > usualSize && needed <= usualSize
        if memory.count < needed || isOversized {
            move(to: .allocate(byteCount: max(needed, usualSize), alignment: 16))
        } else if memory.count - first < needed || count == 0 {
            move(to: memory)
        }
        return UnsafeMutableRawBufferPointer(rebasing: memory[last...])
    }

    private func move(to other: UnsafeMutableRawBufferPointer) {
        let count = last - first
        other.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[first..<last]))
        if other.baseAddress != memory.baseAddress { memory.deallocate() }
        memory = other
        (first, last) = (0, count)
    }

    /// So many bytes came into the room.
    func filled(_ count: Int) { last += count }

    /// The next whole frame, nil if more must come.
    func next() throws(LinkProblem) -> RawFrame? {
        if unwanted > 0, try !skip() { return nil }
        expected = 0
        guard last - first >= Self.headSize else { return nil }
        let type = Int32(memory[first])
        let size = Int(UInt32(bigEndian: memory.loadUnaligned(fromByteOffset: first + 3, as: UInt32.self)))
        if type == AMQP_FRAME_HEADER && size > max(payloadLimit, Self.headerLimit) { return beginning(of: size) }
        if type != AMQP_FRAME_HEADER && size > payloadLimit { throw Self.broken("a frame of \(size) bytes") }
        expected = Self.headSize + size + 1
        guard last - first >= expected else { return nil }
        let payload = memory[(first + Self.headSize)...].prefix(size)
        first += expected
        expected = 0
        if memory[first - 1] != Self.end { throw Self.broken("a frame that ends elsewhere than it says") }
        return RawFrame(type: type, payload: UnsafeRawBufferPointer(rebasing: payload), size: size)
    }

    private func beginning(of size: Int) -> RawFrame? {
        guard last - first >= Self.headSize + Self.prologue else { return nil }
        let payload = memory[(first + Self.headSize)...].prefix(Self.prologue)
        first += Self.headSize + Self.prologue
        unwanted = size - Self.prologue + 1
        return RawFrame(type: AMQP_FRAME_HEADER, payload: UnsafeRawBufferPointer(rebasing: payload), size: size)
    }

    /// False if there is still more to come of what nobody wants.
    private func skip() throws(LinkProblem) -> Bool {
        let count = min(unwanted, last - first)
        first += count
        unwanted -= count
        if unwanted > 0 { return false }
        if memory[first - 1] != Self.end { throw Self.broken("a frame that ends elsewhere than it says") }
        return true
    }

    private static func broken(_ what: String) -> LinkProblem { LinkProblem.unexpected(what) }
}

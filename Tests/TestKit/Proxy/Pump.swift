#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Moves bytes one way, and counts the frames they make.
struct Pump: Sendable {
    let from: ProxiedSocket
    let to: ProxiedSocket
    let reset: FaultProxy.Point?
    /// Bytes that belong to no frame: the protocol header at the beginning.
    var skip = 0
    private(set) var didReset = false
    private var frames = 0
    /// Of the frame that is under way: the bytes seen, and the size once its seven bytes of head are.
    private var seen = 0
    private var size = 0

    init(from: ProxiedSocket, to: ProxiedSocket, reset: FaultProxy.Point?) {
        self.from = from
        self.to = to
        self.reset = reset
    }

    /// False at the end of the connection.
    mutating func step(isFrozen: () -> Bool) -> Bool {
        // Waiting in short turns lets a frozen connection end with its proxy.
        while isFrozen() { poll(nil, 0, 20) }
        guard let bytes = from.receive() else { return false }
        while isFrozen() { poll(nil, 0, 20) }
        guard let passing = passing(bytes) else { return to.send(bytes) }
        _ = to.send(Array(bytes[..<passing]))
        didReset = true
        from.reset()
        to.reset()
        return false
    }

    /// How many of these bytes still pass before the planned end; nil if all do.
    private mutating func passing(_ bytes: [UInt8]) -> Int? {
        for (index, byte) in bytes.enumerated() {
            if let reset, skip == 0, frames == reset.frames, seen == reset.bytes { return index }
            if skip > 0 {
                skip -= 1
                continue
            }
            if (3...6).contains(seen) { size = size << 8 | Int(byte) }
            seen += 1
            if seen >= 7 && seen == size + 8 { (frames, seen, size) = (frames + 1, 0, 0) }
        }
        return nil
    }
}

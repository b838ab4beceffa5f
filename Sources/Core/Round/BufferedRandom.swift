#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The system's random numbers, fetched 32 at a time: for each alone the system would be asked, which costs more than all else
/// of an instance's id.
struct BufferedRandom: RandomNumberGenerator, Sendable {
    private static let size = 32
    private var numbers: [UInt64] = []

    mutating func next() -> UInt64 {
        if numbers.isEmpty { fill() }
        return numbers.removeLast()
    }

    private mutating func fill() {
        numbers = Array(
            unsafeUninitializedCapacity: Self.size,
            initializingWith: { buffer, count in
                // At most 256 bytes, which the system gives whole or not at all.
                let bytes = Self.size * MemoryLayout<UInt64>.size
                count = getentropy(buffer.baseAddress, bytes) == 0 ? Self.size : 0
            })
        guard numbers.isEmpty else { return }
        var system = SystemRandomNumberGenerator()
        numbers = (0..<Self.size).map { _ in system.next() }
    }
}

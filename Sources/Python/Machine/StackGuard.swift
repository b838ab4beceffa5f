/// Measures how much of the thread's stack an evaluation has used. Threads with 512 KiB must be enough.
enum StackGuard {
    static let allowance: UInt = 256 << 10

    /// An address near the top of the stack.
    @inline(never)
    static func here() -> UInt {
        var marker: UInt8 = 0
        return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    }

    static func hasRoom(since base: UInt) -> Bool {
        let now = here()
        return (base > now ? base - now : now - base) < allowance
    }
}

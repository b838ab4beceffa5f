import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Names that no other test uses, in this process or another on the same broker.
package enum Unique {
    private static let count = Atomic<Int>(0)

    package static func name(_ stem: String = "test") -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(stem)-\(getpid())-\(number)"
    }
}

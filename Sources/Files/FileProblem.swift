#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file cannot be used: what, where, and what to do.
package struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reason alone, for whoever names the file himself.
    package let reason: String
    package let path: String
    /// The system's number; 0 if the file itself is at fault.
    package let number: Int32
    private let verb: String

    package init(_ verb: String, _ path: String, reason: String) {
        self.verb = verb
        self.path = path
        self.reason = reason
        number = 0
    }

    /// What the last system call that failed says.
    package init(_ verb: String, _ path: String, number: Int32 = errno) {
        self.verb = verb
        self.path = path
        self.number = number
        reason = SystemReason.words(number)
    }

    package var description: String { "cannot \(verb) \(path): \(reason)" }
}

extension FileProblem {
    /// There is no such file.
    package var isMissing: Bool { number == ENOENT }

    package var isDiskFull: Bool { SystemReason.isDiskFull(number) }
}

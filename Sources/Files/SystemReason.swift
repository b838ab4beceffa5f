#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the system says about a call that failed, and what to do about it if the cause is a limit of this machine.
package enum SystemReason {
    /// - Parameter number: `errno` as the call has left it.
    package static func words(_ number: Int32 = errno) -> String {
        switch number {
        case EMFILE:
            "too many open files: this process may have \(descriptorLimit) of them; allow it more with ulimit -n, or "
                + "LimitNOFILE= in its systemd unit"
        case ENFILE: "too many open files on this machine: raise the kernel's fs.file-max"
        case EDQUOT: "the disk quota of this user is used up"
        case EFBIG: "the file may grow no further: raise ulimit -f, or LimitFSIZE= in the systemd unit"
        case ELOOP: "it is a symbolic link, which is not followed here"
        default: strerror(number).map { String(cString: $0) } ?? "error \(number)"
        }
    }

    /// Whether descriptors are what lacks: that passes, so it is tried again.
    package static func isDescriptorShortage(_ number: Int32) -> Bool { number == EMFILE || number == ENFILE }

    /// Whether the disk has no room for more, be it the disk's end, the user's quota or the process's limit.
    package static func isDiskFull(_ number: Int32) -> Bool {
        number == ENOSPC || number == EDQUOT || number == EFBIG
    }

    private static var descriptorLimit: String {
        var limit = rlimit()
        guard getrlimit(resourceOfDescriptors, &limit) == 0 else { return "few" }
        return "\(limit.rlim_cur)"
    }
}

#if canImport(Glibc)
    private let resourceOfDescriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
    private let resourceOfDescriptors = RLIMIT_NOFILE
#endif

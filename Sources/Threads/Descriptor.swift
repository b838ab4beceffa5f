import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open socket or pipe, closed when it is let go.
package final class Descriptor: Sendable {
    package let number: Int32

    package init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// A stream socket that is not inherited by other programs.
    package static func makeSocket() throws(ThreadProblem) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw ThreadProblem("no socket is left to be had: \(SystemReason.words(errno))") }
        return Descriptor(number)
    }

    package func neverBlock() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// Programs that are started from here do not have it.
    package func neverInherit() { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }

    /// Whether the other side is gone altogether; one that only writes no more is not.
    package var isHungUp: Bool {
        var watched = pollfd(fd: number, events: 0, revents: 0)
        return poll(&watched, 1, 0) > 0
    }

    /// Writes one small thing whole or not at all.
    func put(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool { write(number, bytes, count) == count }

    /// Reads what is there; nil where nothing is yet, empty at the end.
    package func take(atMost limit: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            let count = read(number, &bytes, limit)
            if count >= 0 {
                bytes.removeLast(limit - count)
                return bytes
            }
            if errno == EINTR { continue }
            return errno == EAGAIN ? nil : []
        }
    }

    /// Writes as much as fits; nil where the other side is gone.
    package func give(_ bytes: ArraySlice<UInt8>) -> Int? {
        while true {
            let count = bytes.withUnsafeBytes { send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 { return count }
            if errno == EINTR { continue }
            return errno == EAGAIN ? 0 : nil
        }
    }
}

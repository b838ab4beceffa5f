/// Ports of loopback.
package enum TestPort {
    /// One that nobody listens on at the moment.
    package static func free() throws -> Int { try Listener().port }
}

/// What the system does not give: a thread, a pipe, a socket.
package struct ThreadProblem: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

import Foundation
import Synchronization

/// A broker of a few lines that does to publications and declarations what a test wants. It keeps nothing.
package final class FakeBroker: Sendable {
    /// What becomes of a publication.
    package enum Answer: Sendable {
        case confirm, refuse
        /// The channel is closed over it.
        case closeChannel(code: UInt16, text: String)
    }

    /// What a test decides. Connections are counted from 1, those that a link opens only to declare not among them.
    package struct Behaviour: Sendable {
        package var published: @Sendable (_ connection: Int, _ id: String) -> Answer = { _, _ in .confirm }
        /// Whether a declaration or binding is answered, also of those that only declare.
        package var answersDeclarations: @Sendable (_ connection: Int) -> Bool = { _ in true }
        package var consumed: @Sendable (_ connection: Int) -> Answer = { _ in .confirm }
        /// Whether a question for a consumer is answered.
        package var answersConsuming: @Sendable (_ connection: Int) -> Bool = { _ in true }
        /// How many consumers a queue is said to have.
        package var consumers: @Sendable (_ connection: Int) -> UInt32 = { _ in 0 }
        /// The encoded properties of the messages, without a body, that each new consumer is sent.
        package var deliveries: @Sendable (_ connection: Int) -> [[UInt8]] = { _ in [] }
        /// Whether anybody is let in.
        package var isOpen: @Sendable () -> Bool = { true }

        package init() {}
    }

    private struct State {
        var connections = 0
        var declarations: [Int] = []
        var heartbeats = 0
        var sockets: [ProxiedSocket] = []
    }

    private let state = Mutex(State())
    private let listener: Listener
    let behaviour: Behaviour

    package init(_ behaviour: Behaviour = Behaviour()) throws {
        let listener = try Listener()
        self.listener = listener
        self.behaviour = behaviour
        Thread.detachNewThread { [weak self] in
            while let client = listener.accept() { self?.accept(client) }
        }
    }

    deinit {
        listener.close()
        dropConnections()
    }

    package var port: Int { listener.port }

    /// How many links have logged in.
    package var connections: Int { state.withLock { $0.connections } }

    /// The number of the connection of each declaration and binding; 0 for those that only declare.
    package var declarations: [Int] { state.withLock { $0.declarations } }

    /// How often a link has said that it lives.
    package var heartbeats: Int { state.withLock { $0.heartbeats } }

    /// Every connection breaks.
    package func dropConnections() {
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        for socket in sockets { socket.close() }
    }

    func cameIn(onlyDeclares: Bool) -> Int {
        if onlyDeclares { return 0 }
        return state.withLock { state in
            state.connections += 1
            return state.connections
        }
    }

    func declared(on connection: Int) { state.withLock { $0.declarations.append(connection) } }

    func heardHeartbeat() { state.withLock { $0.heartbeats += 1 } }

    private func accept(_ client: ProxiedSocket) {
        guard behaviour.isOpen() else { return client.close() }
        state.withLock { $0.sockets.append(client) }
        Thread.detachNewThread { [weak self] in
            var talk = FakeBrokerTalk(client)
            while let self, talk.step(self) {}
            client.close()
        }
    }
}

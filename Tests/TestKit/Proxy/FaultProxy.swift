package import AMQP
import Foundation
import Synchronization

/// A TCP proxy before a broker that does harm on request: resets a connection at an exact frame, or goes silent.
package final class FaultProxy: Sendable {
    /// Where a connection is reset: after so many whole frames in that direction, and so many bytes of the next.
    package struct Point: Sendable, Hashable, CustomStringConvertible {
        package enum Direction: String, Sendable, CaseIterable { case toBroker, fromBroker }
        package var direction: Direction
        package var frames: Int
        package var bytes: Int

        package init(_ direction: Direction, frames: Int, bytes: Int = 0) {
            self.direction = direction
            self.frames = frames
            self.bytes = bytes
        }

        package var description: String { "\(direction.rawValue) after \(frames) frames and \(bytes) bytes" }
    }

    struct State {
        var nextReset: Point?
        var isFrozen = false
        var connections = 0
        var resets = 0
        var clients: [ProxiedSocket] = []
    }

    let state = Mutex(State())
    private let listener: Listener
    private let target: Int

    package init(to address: BrokerAddress) throws {
        listener = try Listener()
        target = address.port
        // The thread ends with the listener; it must not keep the proxy.
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while let client = listener.accept() { self?.serve(client) }
        }
    }

    deinit {
        thaw()
        listener.close()
    }

    package var port: Int { listener.port }

    /// How many connections came so far.
    package var connections: Int { state.withLock { $0.connections } }

    /// How many were reset as planned.
    package var resets: Int { state.withLock { $0.resets } }

    /// The next connection is reset there; those after it are left alone.
    package func resetNext(at point: Point) { state.withLock { $0.nextReset = point } }

    /// Everything that is connected now is reset.
    package func resetAll() {
        let clients = state.withLock { state in
            defer { state.clients = [] }
            return state.clients
        }
        for client in clients {
            client.reset()
            client.close()
        }
    }

    /// From now on nothing is read or written in either direction, and nothing is closed.
    package func freeze() { state.withLock { $0.isFrozen = true } }

    package func thaw() { state.withLock { $0.isFrozen = false } }

    private func serve(_ client: ProxiedSocket) {
        guard let broker = try? ProxiedSocket(connectedTo: target) else { return client.close() }
        let reset = state.withLock { state in
            state.connections += 1
            state.clients.append(client)
            defer { state.nextReset = nil }
            return state.nextReset
        }
        for direction in Point.Direction.allCases {
            let (from, to) = direction == .toBroker ? (client, broker) : (broker, client)
            var pump = Pump(from: from, to: to, reset: reset?.direction == direction ? reset : nil)
            if direction == .toBroker { pump.skip = 8 }
            let ready = pump
            Thread.detachNewThread { [weak self] in
                var pump = ready
                while pump.step(isFrozen: { self?.state.withLock { $0.isFrozen } ?? false }) {}
                if pump.didReset { self?.state.withLock { $0.resets += 1 } }
                from.close()
                to.close()
            }
        }
    }
}

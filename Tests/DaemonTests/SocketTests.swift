import Foundation
import Messages
import Synchronization
import TestKit
import Testing
import Threads
import Values

@testable import Daemon
@testable import Operations

@Suite struct SocketTests {
    private let folder = "/tmp/control-" + String(UInt32.random(in: .min ... .max), radix: 16)

    private func path(_ name: String = "b") throws -> SocketPath {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SocketPath(database: "\(folder)/\(name)")
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Says which request it is an answer to.
    private static func echo(of request: ControlRequest) -> ControlAnswer {
        let text = JSON.text(of: request.value)
        return ControlAnswer(items: [.decision(DecisionAnswer(.parked(1), isDone: true, result: text, reason: nil))])
    }

    /// Answers each call by its own request.
    private func echo(at path: SocketPath) throws -> ControlServer {
        let box = Mutex<ControlServer?>(nil)
        let server = try ControlServer(at: path) { call in
            box.withLock { $0 }?.answer(call, Self.echo(of: call.request))
        }
        box.withLock { $0 = server }
        return server
    }

    @Test("What is asked is answered, many at a time; only the owner may ask; nothing is left behind")
    func conversation() async throws {
        defer { remove() }
        let path = try path()
        let server = try echo(at: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path.text)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let request = ControlRequest.discard(number: number, why: String(repeating: "x", count: 9_000))
                    return try ControlClient(path).ask(request) == Self.echo(of: request)
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        server.close()
        #expect(!FileManager.default.fileExists(atPath: path.text))
        let problem = #expect(throws: ControlProblem.self) { try ControlClient(path).ask(.retry(number: 1)) }
        #expect(problem?.description.contains("no bridge runs") == true)
    }

    @Test("A socket that somebody listens on is left alone; a dead one is replaced; what is no socket stays")
    func taking() throws {
        defer { remove() }
        let path = try path()
        let first = try echo(at: path)
        let problem = #expect(throws: ControlProblem.self) { _ = try echo(at: path) }
        #expect(problem?.description.contains("another process") == true)
        #expect(try ControlClient(path).ask(.retry(number: 1)).items.count == 1)
        first.close()
        // A socket whose process has died.
        let dead = try Descriptor.makeSocket()
        #expect(path.withAddress { bind(dead.number, $0, $1) } == 0)
        let second = try echo(at: path)
        #expect(try ControlClient(path).ask(.retry(number: 1)).items.count == 1)
        second.close()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path.text))
        #expect(throws: ControlProblem.self) { _ = try echo(at: path) }
        #expect(FileManager.default.fileExists(atPath: path.text))
    }

    @Test("A path that Unix cannot take says so, with its length")
    func length() throws {
        let longest = String(repeating: "a", count: 107 - 5)
        #expect(try SocketPath(database: longest).text.utf8.count == 107)
        let problem = #expect(throws: ControlProblem.self) { try SocketPath(database: longest + "a") }
        #expect(problem?.description.contains("108") == true)
        #expect(problem?.description.contains("107") == true)
    }

    @Test("Visitors who say nothing, leave at once or send nonsense do not keep the others from their answer")
    func crowd() throws {
        defer { remove() }
        let path = try path()
        let server = try echo(at: path)
        defer { server.close() }
        var random = SeededGenerator(seed: 7)
        var silent: [Descriptor] = []
        for number in 0..<200 {
            let visitor = try Descriptor.makeSocket()
            #expect(path.withAddress { connect(visitor.number, $0, $1) } == 0)
            switch number % 20 {
            case 0 where silent.count < ControlServer.seats - 2: silent.append(visitor)
            case 1..<10:
                _ = visitor.give((0..<Int.random(in: 1...300, using: &random)).map { _ in .random(in: 0...255) }[...])
            default: break
            }
        }
        #expect(try ControlClient(path).ask(.retry(number: 7), patience: .seconds(9)).items.count == 1)
    }

    @Test("It is known who hung up before the answer; who only says no more still gets it")
    func leaving() async throws {
        defer { remove() }
        let path = try path()
        let calls = Mutex<[ControlCall]>([])
        let server = try ControlServer(at: path) { call in calls.withLock { $0.append(call) } }
        defer { server.close() }
        var visitors: [Descriptor] = []
        for number in 0...1 {
            visitors.append(try Descriptor.makeSocket())
            #expect(path.withAddress { connect(visitors[number].number, $0, $1) } == 0)
            _ = visitors[number].give(Array(#"{"ask":"retry","number":\#(number)}\#n"#.utf8)[...])
            try await eventually("it is asked") { calls.withLock { $0.count } == number + 1 }
        }
        let (stays, leaves) = calls.withLock { ($0[0], $0[1]) }
        #expect(shutdown(visitors[0].number, Int32(SHUT_WR)) == 0)
        visitors.removeLast()
        try await eventually("it is seen") { server.isLeft(leaves) }
        #expect(!server.isLeft(stays))
        for call in [stays, leaves] { server.answer(call, Self.echo(of: call.request)) }
        try await eventually("it is forgotten") { !server.isLeft(leaves) }
        #expect(visitors[0].take(atMost: 1 << 10)?.isEmpty == false)
    }
}

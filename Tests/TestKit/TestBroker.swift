package import AMQP
import Foundation

/// A real RabbitMQ for tests. It ends with the process, however that ends.
package struct TestBroker: Sendable {
    package let address: BrokerAddress
    package let url: String
    /// Nil if whoever runs the tests started it.
    private let directory: String?

    /// The one that all tests share: named by BPMN_BRIDGE_TEST_BROKER, or started when first asked for. Do not harm it.
    package static func shared() async throws -> TestBroker { try await common.value }

    private static let common = Task { () throws -> TestBroker in
        if let url = Environment["BPMN_BRIDGE_TEST_BROKER"], !url.isEmpty {
            return TestBroker(address: try BrokerAddress(url: url), url: url, directory: nil)
        }
        return try await launch("shared")
    }

    /// One that may be killed, blocked and stopped. Only one test has it at a time, and gets it running.
    package static func expendable<Result: Sendable>(
        _ body: @Sendable (TestBroker) async throws -> Result
    ) async throws -> Result {
        try await turns.take {
            let broker = try await spare.value
            try await broker.start()
            return try await body(broker)
        }
    }

    private static let spare = Task { try await launch("expendable") }
    private static let turns = Turns()

    private static func launch(_ name: String) async throws -> TestBroker {
        let parent = ProcessInfo.processInfo.processIdentifier
        let directory = FileManager.default.temporaryDirectory.path + "/bpmn-bridge-\(name)-\(parent)"
        let url = try await deploy("start", "--for", "\(parent)", directory)
        return TestBroker(address: try BrokerAddress(url: url), url: url, directory: directory)
    }

    /// SIGKILL: no goodbye to anybody.
    package func kill() async throws { try await Self.deploy("kill", try own) }

    package func stop() async throws { try await Self.deploy("stop", try own) }

    /// Starts it again on the same port and data; nothing if it runs.
    package func start() async throws {
        let parent = ProcessInfo.processInfo.processIdentifier
        try await Self.deploy("start", "--for", "\(parent)", try own)
    }

    /// rabbitmqctl on it.
    @discardableResult
    package func control(_ arguments: String...) async throws -> String {
        try await Self.deploy(["ctl", try own] + arguments)
    }

    /// A folder of its own that goes with it.
    package var folder: String { get throws { try own } }

    private var own: String {
        get throws {
            guard let directory else { throw TestFailure("this broker belongs to whoever runs the tests") }
            return directory
        }
    }

    @discardableResult
    private static func deploy(_ arguments: String...) async throws -> String { try await deploy(arguments) }

    private static func deploy(_ arguments: [String]) async throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let outcome = try await Shell.run(root.appendingPathComponent("deploy/broker").path, arguments)
        guard outcome.status == 0 else {
            throw TestFailure("deploy/broker \(arguments.joined(separator: " ")): \(outcome.errors) \(outcome.output)")
        }
        return outcome.output
    }
}

/// Lets one task after another do something.
private actor Turns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
        defer { if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() } }
        return try await body()
    }
}

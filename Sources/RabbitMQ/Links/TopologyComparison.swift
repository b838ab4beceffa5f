import AMQP
import Threads

/// What a comparison found about one exchange or queue.
package struct TopologyFinding: Sendable, Hashable, CustomStringConvertible {
    package enum State: Sendable, Hashable {
        case matches
        /// It will be declared when the bridge runs.
        case missing
        case different(String)
        case forbidden(String)
        /// Another connection has it for itself.
        case locked
    }

    /// `exchange workflow`, `queue orders`.
    package var what: String
    package var state: State
    /// The bridge would not start with it: an exchange of another type, a stream. Any other queue is taken as it is.
    package var stopsTheStart: Bool
    /// What of its messages can be lost.
    package var losses: [String] = []

    package var description: String {
        switch state {
        case .matches: "\(what) is there"
        case .missing: "\(what) is missing and will be declared"
        case .different(let text):
            stopsTheStart ? "\(what) contradicts the configuration: \(text)" : "\(what) will be taken as it is: \(text)"
        case .forbidden(let text): "\(what) may not be looked at: \(text)"
        case .locked: "\(what) belongs to another connection, which alone can use it (exclusive)"
        }
    }
}

/// Compares topologies with what exists at the broker, and declares nothing.
package actor TopologyComparison {
    private let executor: ThreadExecutor
    private let settings: LinkSettings

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(_ settings: LinkSettings) throws(LinkProblem) {
        executor = try .forLink()
        self.settings = settings
        try executor.startLink { [weak self] in self == nil ? .gone : .sleep(Sleep()) }
    }

    deinit { executor.doorbell.ring() }

    /// - Throws: `LinkProblem` where the broker cannot be reached or does not let us in.
    package static func run(
        _ settings: LinkSettings, _ topologies: Topology...
    ) async throws -> [TopologyFinding] {
        try await TopologyComparison(settings).compare(topologies)
    }

    private func compare(_ topologies: [Topology]) throws(LinkProblem) -> [TopologyFinding] {
        let watchdog = try Watchdog.forLink()
        defer { watchdog.close() }
        let connection = try connect(watchdog)
        var findings: [TopologyFinding] = []
        for topology in topologies {
            for exchange in topology.exchanges { findings.append(try compare(exchange, connection)) }
            for queue in topology.queues { findings.append(try compare(queue, of: topology, connection)) }
        }
        return findings
    }

    /// To the first address that lets us in.
    private func connect(_ watchdog: Watchdog) throws(LinkProblem) -> Connection {
        var first: LinkProblem?
        for address in settings.addresses {
            do throws(LinkProblem) {
                let places = try settings.lookUp(address.host, address.port)
                return try Round(address: address, settings: settings, places: places).connect(watchdog).0
            } catch {
                first = first ?? error
            }
        }
        throw first ?? LinkProblem(.topologyRefused, "no broker's address is configured")
    }

    /// What exists can be declared again without changing anything; only then does the broker say whether it differs.
    private func compare(
        _ exchange: ExchangeDeclaration, _ connection: Connection
    ) throws(LinkProblem) -> TopologyFinding {
        var declared = try connection.declareExchange(exchange, passive: true)
        if declared == .done { declared = try connection.declareExchange(exchange) }
        let state = TopologyFinding.State(declared)
        let stops = if case .different(let text) = state { !exchange.isGoodEnough(text) } else { false }
        return TopologyFinding(what: "exchange \(exchange.name)", state: state, stopsTheStart: stops)
    }

    private func compare(
        _ queue: QueueDeclaration, of topology: Topology, _ connection: Connection
    ) throws(LinkProblem) -> TopologyFinding {
        let declared = try connection.lookUpQueue(queue.name)
        var finding = TopologyFinding(
            what: "queue \(queue.name)", state: TopologyFinding.State(declared), stopsTheStart: false)
        guard declared == .done else { return finding }
        let report = try QueueSurvey(queue, of: topology).run(on: connection)
        if let difference = report.difference { finding.state = .different(difference) }
        if let refusal = report.refusal {
            finding.state = .different(refusal)
            finding.stopsTheStart = true
        }
        finding.losses = report.losses
        return finding
    }
}

extension TopologyFinding.State {
    fileprivate init(_ declared: Declared) {
        self =
            switch declared {
            case .done: .matches
            case .missing: .missing
            case .different(let text): .different(text)
            case .forbidden(let text): .forbidden(text)
            case .locked: .locked
            }
    }
}

import AMQP
import ArgumentParser
import Configuration
import Daemon
import Messages
import RabbitMQ
import Routing
import Values

/// `bpmn-bridge check`: everything that can be wrong, before it runs.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the configuration, the models and the expressions, and show which event goes where.",
        discussion: """
            Nothing is opened or connected, unless --connect is given: then the exchanges and queues are compared with \
            the broker's, without declaring anything. Exit code 78 if something is wrong; everything that is wrong \
            is said at once.
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Also compare with the broker.")
    var connect = false

    func run() async throws {
        let bridge = try configuration.load()
        let assembly = try bridge.assembled()
        for warning in bridge.warnings.map(\.description) + assembly.warnings.map(\.description) {
            Terminal.say("warning: \(warning)")
        }
        let interfaces = assembly.interfaces.sorted { $0.process < $1.process }
        let report = RoutingReport(interfaces, inbound: bridge.inbound.map(\.route), outbound: bridge.outboundRoutes)
        for line in report.lines { Terminal.say(line) }
        if connect { try await compare(bridge) }
    }

    private func compare(_ bridge: BridgeConfiguration) async throws {
        let settings = LinkSettings(bridge.broker, name: "bpmn-bridge check")
        do {
            let findings = try await TopologyComparison.run(settings, bridge.consuming, bridge.publishing)
            for finding in findings {
                Terminal.say("broker: \(finding)")
                for loss in finding.losses {
                    Terminal.say("broker: warning: messages of the \(finding.what) can be lost: \(loss)")
                }
            }
            if findings.contains(where: \.stopsTheStart) { throw ExitCode.configuration }
        } catch let problem as LinkProblem {
            throw failure("broker: \(problem)")
        }
    }
}

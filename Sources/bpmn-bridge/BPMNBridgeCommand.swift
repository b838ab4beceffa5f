import ArgumentParser

/// The command line: a file for each subcommand in `Commands/`.
@main
struct BPMNBridgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpmn-bridge",
        abstract: "A bridge between RabbitMQ and BPMN processes.",
        discussion: """
            Messages from queues start processes and carry them on; what the processes emit is published.
            Begin with: bpmn-bridge check --config config/bridge.yaml

            Exit codes: 0 done, 1 failed, 64 wrong usage, 78 wrong configuration or models.
            """,
        subcommands: [
            Run.self, Check.self, Simulate.self, Send.self, Watch.self, Instances.self, Parked.self, Held.self,
            Dead.self,
            Backup.self,
        ])
}

import Testing

@testable import Configuration

/// What every configuration needs, for tests about something else.
let minimal = """
    broker: { url: "amqp://guest@127.0.0.1:5672/" }
    processes: [ "*.bpmn" ]

    """

/// Reads a configuration from a folder with one model in it.
func read(_ yaml: String, in folder: TemporaryFolder? = nil, brokerURL: String? = nil) throws -> BridgeConfiguration {
    let folder = try folder ?? TemporaryFolder()
    try folder.write("order.bpmn", "")
    let path = try folder.write("bridge.yaml", yaml)
    return try BridgeConfiguration.read(path: path, brokerURL: brokerURL)
}

/// The problems of a configuration as they are printed, without the folder of the file.
func problems(of yaml: String, in folder: TemporaryFolder? = nil, brokerURL: String? = nil) throws -> [String] {
    let folder = try folder ?? TemporaryFolder()
    do {
        _ = try read(yaml, in: folder, brokerURL: brokerURL)
        return []
    } catch let problems as ConfigurationProblems {
        return problems.problems.map { $0.description.replacing(folder.path + "/", with: "") }
    }
}

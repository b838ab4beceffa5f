import ArgumentParser
import Bridge
import Configuration
import Models

extension BridgeConfiguration {
    /// Reads the models and checks them; all problems at once on standard error, exit code 78.
    func assembled() throws -> BridgeAssembly {
        do {
            let models = try processes.map { ModelSource(file: $0, bytes: try File.bytes($0)) }
            return try BridgeAssembly(self, models: models)
        } catch {
            throw failure(error, .configuration)
        }
    }
}

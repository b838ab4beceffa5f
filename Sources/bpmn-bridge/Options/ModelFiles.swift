import ArgumentParser
import Configuration
import Core
import Daemon
import Models

extension BridgeConfiguration {
    /// Reads the models and checks them; all problems at once on standard error, exit code 78.
    /// - Parameter journal: where it is noted what is read.
    func assembled(_ journal: ReadingJournal? = nil) throws -> BridgeAssembly {
        do {
            let models = try processes.map { ModelSource(file: $0, bytes: try File.bytes($0)) }
            if let refusal = journal?.begin(models) {
                journal?.failed()
                throw failure(refusal, .configuration)
            }
            let assembly = try BridgeAssembly(self, models: models, journal)
            journal?.ended()
            return assembly
        } catch let code as ExitCode {
            throw code
        } catch {
            journal?.failed()
            throw failure(error, .configuration)
        }
    }
}

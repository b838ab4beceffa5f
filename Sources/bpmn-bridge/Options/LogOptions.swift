public import ArgumentParser
public import Logging

/// How much is logged, and in which form.
struct LogOptions: ParsableArguments {
    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    var level = Logger.Level.info

    @Flag(name: .customLong("log-json"), help: "Log one JSON object a line instead of text. Logs go to standard error.")
    var json = false

    /// Sends all loggers of the process to one writer.
    func bootstrap() -> LogWriter {
        let writer = LogWriter()
        let format = json ? LineLogHandler.Format.json : .text
        let level = level
        LoggingSystem.bootstrap { LineLogHandler(label: $0, format: format, writer: writer, logLevel: level) }
        return writer
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

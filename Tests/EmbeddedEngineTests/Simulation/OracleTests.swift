import Foundation
import TestKit
import Testing

/// Runs the scenarios in SpiffWorkflow itself, where a Python that has it is named by `BPMN_BRIDGE_SPIFF_PYTHON`;
/// the program that prints the trace by `BPMN_BRIDGE_ORACLE`.
@Suite("The recorded traces are what SpiffWorkflow prints", .serialized)
struct OracleTests {
    private static let python = Environment["BPMN_BRIDGE_SPIFF_PYTHON"]
    private static let oracle =
        Environment["BPMN_BRIDGE_ORACLE"]
        ?? Fixture.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Clients/spiff_trace.py").path

    @Test(
        "Each scenario, run again",
        .enabled(
            if: python != nil && FileManager.default.fileExists(atPath: oracle),
            "set BPMN_BRIDGE_SPIFF_PYTHON to a Python with SpiffWorkflow 3.2.0, and BPMN_BRIDGE_ORACLE to spiff_trace.py"
        ),
        arguments: Fixture.all)
    func trace(fixture: Fixture) throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [Self.oracle, fixture.file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(Fixture.split(printed) == fixture.lines(of: "oracle") ?? fixture.lines(of: "trace"))
    }
}

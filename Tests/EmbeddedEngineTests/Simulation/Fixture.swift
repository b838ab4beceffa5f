import Foundation
import Testing

@testable import EmbeddedEngine
@testable import EnginePort
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

/// A scenario with its recorded trace: `Tests/Fixtures/Simulation/<topic>/<model>/<scenario>.json`.
///
/// `<scenario>.trace` is what the engine must print. Where it deviates from SpiffWorkflow on purpose,
/// `<scenario>.oracle` beside it is what SpiffWorkflow prints; else the trace is SpiffWorkflow's own.
struct Fixture: CustomTestStringConvertible, Sendable {
    let file: URL

    var testDescription: String {
        file.deletingPathExtension().pathComponents.suffix(3).joined(separator: "/")
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/Simulation")

    static let all: [Fixture] = {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }.map(Fixture.init)
    }()

    static var following: [Fixture] { all.filter { $0.lines(of: "oracle") == nil } }
    static var deviating: [Fixture] { all.filter { $0.lines(of: "oracle") != nil } }

    /// The lines of the file beside the scenario with another ending; nil where there is none.
    func lines(of ending: String) -> [String]? {
        let other = file.deletingPathExtension().appendingPathExtension(ending)
        return (try? String(contentsOf: other, encoding: .utf8)).map(Self.split)
    }

    static func split(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// The trace the engine prints.
    func simulate(reopening: Bool) throws -> [String] {
        var simulation = try simulation(reopening: reopening)
        var lines: [String] = []
        // What fails in the model is told by the last line.
        try? simulation.run { lines.append($0) }
        return lines
    }

    func simulation(reopening: Bool = false) throws -> Simulation {
        var scenario = try Scenario(from: JSON.parse([UInt8](Data(contentsOf: file))))
        if reopening { scenario.reopen = true }
        let folder = file.deletingLastPathComponent()
        let sources = try (scenario.models + scenario.decisions).map {
            ModelSource(file: $0, bytes: [UInt8](try Data(contentsOf: folder.appending(path: $0))))
        }
        return try Simulation(scenario, sources: sources)
    }
}

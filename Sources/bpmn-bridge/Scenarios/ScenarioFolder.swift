import Foundation
import Messages
import Values

/// The scenarios in a folder and its subfolders.
enum ScenarioFolder {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private static let endings = ["json", "yaml", "yml"]

    /// Their paths, sorted. What is hidden is passed over, and so are links to folders.
    static func scenarios(below folder: String) throws(Problem) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let files = FileManager.default.enumerator(atPath: folder)
        else { throw Problem(description: "there is no folder \(folder)") }
        var found: [String] = []
        for case let file as String in files {
            let isHidden = file.parts(between: "/").contains { $0.hasPrefix(".") }
            let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
            guard !isHidden, endings.contains(ending) else { continue }
            let path = folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
            if isScenario(path) { found.append(path) }
        }
        return found.sorted()
    }

    /// By its keys. One that cannot be read may be a scenario all the same, which must not be passed over in silence.
    private static func isScenario(_ path: String) -> Bool {
        guard let bytes = try? File.bytes(path) else { return false }
        guard let value = try? ScenarioFile.parse(bytes) else {
            let text = String(decoding: bytes, as: UTF8.self)
            return text.contains("models") && (text.contains("process") || text.contains("steps"))
        }
        return ["models", "process", "steps"].count { value[$0] != nil } >= 2
    }
}

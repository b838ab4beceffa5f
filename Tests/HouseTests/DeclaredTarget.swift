import Foundation

/// A target as Package.swift declares it.
struct DeclaredTarget {
    let name: String
    /// From the root of the repository on.
    let path: String
    /// Targets of this package and products of others, by name.
    let dependencies: Set<String>

    static func all(in package: String) -> [DeclaredTarget] {
        let products = Dictionary(
            uniqueKeysWithValues: package.matches(of: /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/).map {
                (String($0.1), String($0.2))
            })
        let declaration =
            /(room\(|tests\(|arget\(\s*name:)\s*"([\w-]+)",\s*(?:dependencies: )?\[([^\]]*)\](?:,\s*path: "([^"]*)")?/
        return package.matches(of: declaration).map { match in
            let name = String(match.2)
            let folder = match.1.hasPrefix("tests") ? "Tests" : "Sources"
            let words = match.3.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            return DeclaredTarget(
                name: name, path: match.4.map(String.init) ?? "\(folder)/\(name)",
                dependencies: Set(
                    words.filter { !$0.isEmpty }.map {
                        $0.hasPrefix("\"") ? $0.replacing("\"", with: "") : products[$0] ?? $0
                    }))
        }
    }

    /// File (from the target on) → modules that it imports.
    func imports() throws -> [String: Set<String>] {
        let folder = House.root.appending(path: path)
        var found: [String: Set<String>] = [:]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            // What begins with a small letter is Python in a test.
            let modules = text.matches(
                of: /(?m)^\s*(?:@\w+ )?(?:package |public |internal |private )?import (?:[a-z]+ )?([A-Z]\w+)/)
            found["\(name)/\(file.lastPathComponent)", default: []].formUnion(modules.map { String($0.1) })
        }
        return found
    }
}

import Foundation

/// The rooms as Package.swift declares them, and what their files import: read as text, so that nothing need be built.
struct House {
    /// Lowest first, the command line last.
    let rooms: [String]
    /// Room → what Package.swift says it may import, rooms and other modules.
    let declared: [String: Set<String>]
    /// Room → file (from the room on) → modules that it imports.
    let imports: [String: [String: Set<String>]]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    init() throws {
        let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let products = Dictionary(
            uniqueKeysWithValues: package.matches(of: /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/).map {
                (String($0.1), String($0.2))
            })
        var rooms: [String] = []
        var declared: [String: Set<String>] = [:]
        let declaration = /(?:room\(\s*|\.executableTarget\(\s*name: )"([\w-]+)",\s*(?:dependencies: )?\[([^\]]*)\]/
        for match in package.matches(of: declaration) {
            let name = String(match.1)
            guard FileManager.default.fileExists(atPath: Self.folder(of: name).path(percentEncoded: false)) else {
                continue
            }
            rooms.append(name)
            declared[name] = Set(
                match.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter {
                    !$0.isEmpty
                }.map {
                    $0.hasPrefix("\"") ? $0.replacing("\"", with: "") : products[$0] ?? $0
                })
        }
        self.rooms = rooms
        self.declared = declared
        imports = try Dictionary(uniqueKeysWithValues: rooms.map { ($0, try Self.imports(of: $0)) })
    }

    private static func folder(of room: String) -> URL { root.appending(path: "Sources/\(room)") }

    private static func imports(of room: String) throws -> [String: Set<String>] {
        let folder = folder(of: room)
        var found: [String: Set<String>] = [:]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            let modules = text.matches(
                of: /(?m)^\s*(?:@\w+ )?(?:package |public |internal |private )?import (?:\w+ )?(\w+)/)
            found["\(room)/\(file.lastPathComponent)"] = Set(modules.map { String($0.1) })
        }
        return found
    }
}

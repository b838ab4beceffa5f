import Foundation

/// The house as Package.swift declares it, and what its files import: read as text, so that nothing need be built.
struct House {
    /// All targets with files of Swift, in the order of Package.swift.
    let targets: [DeclaredTarget]
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
        targets = DeclaredTarget.all(in: package)
        let ofRooms = targets.filter { $0.path.hasPrefix("Sources/") }
        rooms = ofRooms.map(\.name)
        declared = Dictionary(uniqueKeysWithValues: ofRooms.map { ($0.name, $0.dependencies) })
        imports = try Dictionary(uniqueKeysWithValues: ofRooms.map { ($0.name, try $0.imports()) })
    }

    /// The files of a room, with their texts.
    func sources(of room: String) throws -> [(file: String, text: String)] {
        let folder = Self.root.appending(path: "Sources/\(room)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [(String, String)] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            found.append((file.path(percentEncoded: false), try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }
}

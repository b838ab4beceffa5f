import Foundation
import Testing

/// Texts are equal by code point in every file of every room: Values' operators are in force there, and no table of the
/// standard library has texts as keys.
@Suite struct ExactnessTests {
    let house: House

    init() throws { house = try House() }

    @Test func everyRoomThatMayImportValuesPassesItOnToAllItsFiles() throws {
        let rooms = house.rooms.filter { house.declared[$0]?.contains("Values") ?? false }
        #expect(rooms.count >= 10, "\(rooms)")
        for room in rooms {
            let passed = try sources(of: room).contains { $0.text.contains("@_exported public import Values") }
            #expect(passed, "\(room) has no file with `@_exported public import Values`: see Sources/Values/Text")
        }
    }

    @Test func noTableOfTheStandardLibraryHasTextsAsKeys() throws {
        let spelled = /\[String ?: |\b(?:Ordered)?(?:Set|Dictionary)<String\b/
        for room in house.rooms where room != "Files" {
            for (file, text) in try sources(of: room) where !file.contains("Values/Text/") {
                let found = text.split(separator: "\n").filter { $0.contains(spelled) && !$0.contains("//") }
                #expect(found.isEmpty, "\(file): use TextMap, TextTable or TextSet instead of \(found)")
            }
        }
    }

    private func sources(of room: String) throws -> [(file: String, text: String)] {
        let folder = House.root.appending(path: "Sources/\(room)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [(String, String)] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            found.append((file.path(percentEncoded: false), try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }
}

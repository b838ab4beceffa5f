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
            let passed = try house.sources(of: room).contains { $0.text.contains("@_exported public import Values") }
            #expect(passed, "\(room) has no file with `@_exported public import Values`: see Sources/Values/Text")
        }
    }

    @Test func noTableOfTheStandardLibraryHasTextsAsKeys() throws {
        let spelled = /\[String ?: |\b(?:Ordered)?(?:Set|Dictionary)<String\b/
        for room in house.rooms where room != "Files" {
            for (file, text) in try house.sources(of: room) where !file.contains("Values/Text/") {
                let found = lines(of: text, holding: "String").filter { $0.contains(spelled) && !$0.contains("//") }
                #expect(found.isEmpty, "\(file): use TextMap, TextTable or TextSet instead of \(found)")
            }
        }
    }

    /// Files that look at characters of texts of which every one is a code point, and why.
    private static let ofCharacters = [
        "Configuration/Files/FilePattern.swift", "Configuration/Reading/ConfigurationText.swift",  // ends of lines
        "Configuration/Reading/PlainScalar.swift", "Configuration/Reading/ValueReader.swift",  // only ASCII counts
        "Configuration/Values/ByteSizeText.swift", "Configuration/Values/DurationText.swift",
        "bpmn-bridge/Scenarios/ScenarioFile.swift", "Values/Time/ISODate.swift",
        "EmbeddedEngine/Timers/ISODuration.swift",
        "Values/Time/ISOScanner.swift",
        // Words of our own:
        "XML/PlainLanguage.swift", "SQLiteStore/Mark/MarkSlot.swift", "SQLiteStore/Mark/StoreMark.swift",
        "Python/Formatting/Machine+Format.swift", "Python/Methods/Text/TextMethods+Cases.swift",  // scalars
        "Values/Text/TextPositions.swift", "AMQP/Address/BrokerAddress+URL.swift",  // one sign of ASCII, sought exactly
    ]

    @Test func noForeignTextIsTakenApartByCharacter() throws {
        let byCharacter = /\(Character\)|: Character\b|(?:\$0|\\)\.is(?:Letter|Number|Whitespace|Newline)\b/
        for room in house.rooms {
            for (file, text) in try house.sources(of: room) where !Self.ofCharacters.contains(where: file.hasSuffix) {
                let found = lines(of: text, holding: "Character", ".is").filter { $0.contains(byCharacter) }
                #expect(found.isEmpty, "\(file): use unicodeScalars or utf8, as a mark may follow, in \(found)")
            }
        }
    }

    @Test func positionsInTextsAreOfCodePoints() throws {
        // `index(after:)` and `index(_:offsetBy:)` of a text go by character, wherever the index came from.
        let byCharacter = /\b(?:text|name|path|source|url|word|cell|line|reference)\.index\((?:after|before|_|\w+\.)/
        for room in house.rooms where room != "Python" {
            for (file, text) in try house.sources(of: room) {
                let found = lines(of: text, holding: ".index(").filter { $0.contains(byCharacter) }
                #expect(found.isEmpty, "\(file): \(found)")
            }
        }
    }

    /// Regular expressions are slow: most lines need none.
    private func lines(of text: String, holding words: String...) -> [String] {
        text.components(separatedBy: "\n").filter { line in words.contains { line.contains($0) } }
    }
}

import Foundation
import Messages
import Values

/// Texts that are told apart by their code points alone: canonically equivalent, and so one and the same to Swift's own `==`.
package enum Lookalikes {
    /// Pairs of names, as such names occur: composed and decomposed letters, Hangul, marks in another order, signs that
    /// stand for a letter (two of them for a letter of ASCII).
    package static let pairs: [(String, String)] = [
        ("caf\u{E9}", "cafe\u{301}"), ("\u{C5}ngstrom", "\u{212B}ngstrom"), ("\u{212B}", "A\u{30A}"),
        ("\u{AC00}\u{AC01}", "\u{1100}\u{1161}\u{1100}\u{1161}\u{11A8}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ("K", "\u{212A}"), ("order\u{3A9}", "order\u{2126}"), ("\u{1E69}", "s\u{307}\u{323}"), ("a`", "a\u{1FEF}"),
        ("x_\u{F900}", "x_\u{8C48}"),
    ]

    /// More of them, made up: letters and marks at random, against the same decomposed or composed.
    package static func random(_ count: Int, seed: UInt64) -> [(String, String)] {
        var random = SeededGenerator(seed: seed)
        let letters = Array("aeoKAZ\u{E9}\u{F6}\u{AC00}\u{D55C}\u{1EA5}\u{212B}\u{2126}\u{3B1}_0").map { String($0) }
        let marks = ["\u{301}", "\u{308}", "\u{323}", "\u{31B}", "\u{345}"]
        var pairs: [(String, String)] = []
        while pairs.count < count {
            var text = ""
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                text += letters.randomElement(using: &random) ?? ""
                for _ in 0..<Int.random(in: 0...2, using: &random) { text += marks.randomElement(using: &random) ?? "" }
            }
            let forms = [
                text, text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCanonicalMapping,
            ]
            for other in forms.dropFirst() where !other.utf8.elementsEqual(text.utf8) { pairs.append((text, other)) }
        }
        return pairs
    }

    package static let all = pairs + random(200, seed: 11)

    /// Those that may be the name of a variable in a script.
    package static let identifiers = pairs.filter { pair in
        [pair.0, pair.1].allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.isXIDContinue } }
    }
}

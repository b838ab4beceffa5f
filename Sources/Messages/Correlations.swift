package import Values

/// Correlation key → correlation property → value (BPMN 2.0 §8.4.2).
package typealias Correlations = TextTable<TextTable<Value>>

/// One correlation key with its values as text, so that equality can be looked up in an index.
///
/// Two keys have the same text exactly when Python's `==` holds between their property dictionaries:
/// `7 == 7.0 == …` share one text, `7` and `"7"` do not, the order of properties does not matter.
package struct CorrelationText: Sendable, Hashable {
    package let text: String

    package init(key: String, properties: TextTable<Value>) {
        var text = ""
        Self.append(.string(key), to: &text)
        text.append("=")
        Self.append(.dict(properties), to: &text)
        self.text = text
    }

    /// The text as the store kept it.
    package init(stored text: String) { self.text = text }

    /// Every key of `correlations`, as text.
    package static func all(of correlations: Correlations) -> [CorrelationText] {
        correlations.map { CorrelationText(key: $0.key, properties: $0.value) }
    }

    private static func append(_ value: Value, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "1" : "0"  // Python: True == 1
        case .int(let number): text += String(number)
        case .double(let number):
            // Python compares int and float by exact value.
            text += Int(exactly: number).map { String($0) } ?? String(number)
        case .string(let string):
            // The length makes the text unambiguous without escaping.
            text += String(string.utf8.count)
            text += ":"
            text += string
        case .list(let items):
            text += "["
            for item in items {
                append(item, to: &text)
                text += ","
            }
            text += "]"
        case .dict(let entries):
            text += "{"
            if entries.count == 1 {
                append(entries[0], to: &text)
            } else {
                let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                for entry in sorted { append(entry, to: &text) }
            }
            text += "}"
        }
    }

    private static func append(_ entry: (key: String, value: Value), to text: inout String) {
        append(.string(entry.key), to: &text)
        append(entry.value, to: &text)
        text += ","
    }
}

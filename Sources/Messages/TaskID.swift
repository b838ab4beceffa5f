import Values

/// Names one task that an instance has given to the outside: `<instance>:<number>`. It is what the correlation of a
/// `task` event holds, so that an answer that copies it back answers exactly this one.
package struct TaskID: Sendable, Hashable {
    package var instance: InstanceID
    /// Counted within the instance, never used again.
    package var number: UInt64

    private static let key = "task"
    private static let property = "id"

    package init(instance: InstanceID, number: UInt64) {
        self.instance = instance
        self.number = number
    }

    /// nil where the text is none.
    package init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
            let number = UInt64(text[text.utf8.index(after: colon)...])
        else { return nil }
        self.init(instance: InstanceID(String(text[..<colon])), number: number)
    }

    /// The task that correlations name, if they name one.
    package init?(in correlations: Correlations) {
        guard case .string(let text)? = correlations[Self.key]?[Self.property] else { return nil }
        self.init(text)
    }

    /// The task that an event answers: its answer, or the error it ended with.
    package init?(answeredBy event: Event) {
        guard event.kind == .task || event.kind == .error else { return nil }
        self.init(in: event.correlations)
    }

    package var text: String { "\(instance.text):\(number)" }

    package var correlations: Correlations { [Self.key: [Self.property: .string(text)]] }
}

import Messages
import Python
import Values

/// An emitted event as the expressions of outbound routes see it.
final class EmittedScope: ScriptScope {
    /// The variables of outbound expressions.
    static let names: TextSet = [
        "event", "name", "payload", "process", "instance", "sequence", "correlations", "caused_by",
    ]

    let emitted: EmittedEvent

    init(emitted: EmittedEvent) { self.emitted = emitted }

    func value(of name: String) -> Value? {
        switch name {
        case "event": .string(emitted.event.kind.rawValue)
        case "name": .string(emitted.event.routedName)
        case "payload": emitted.event.payload
        case "process": .string(emitted.process)
        case "instance": .string(emitted.instance.text)
        case "sequence": .int(emitted.sequence)
        case "correlations": correlations
        case "caused_by": emitted.causedBy.map { .string($0) } ?? .null
        default: nil
        }
    }

    var correlations: Value { .dict(emitted.event.correlations.mapValues { .dict($0) }) }
}

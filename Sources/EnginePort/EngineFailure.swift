/// Why an engine could not take an input. Nothing of the input has happened.
package struct EngineFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        /// The payload misses what a correlation rule needs: the sender must change.
        case correlation = "correlation"
        /// It could be for several that wait: the sender must say for which.
        case ambiguous = "ambiguous"
        /// A script, condition or payload expression failed: the model or its data must change.
        case script = "script"
        /// Steps, bytes or depth ran out.
        case budget = "budget"
        /// The model cannot go on (no condition of a gateway holds, …).
        case model = "model"
        /// The state cannot be read, or its definition is not installed.
        case state = "state"
        /// The worker that was to run it is not there, or has too much to do.
        case away = "away"

        package var remedy: Remedy {
            switch self {
            case .correlation, .ambiguous: .sender
            case .script, .budget, .model: .model
            case .state: .bug
            case .away: .later
            }
        }
    }

    /// What helps.
    package enum Remedy: Sendable, Hashable {
        /// The sender of the event must change it.
        case sender
        /// The model must change, or the instance's data.
        case model
        /// The same again later. Nothing is wrong with the event or the instance, so nothing is parked for it.
        case later
        /// Nobody outside can help: this program has a fault, or something has damaged what it kept.
        case bug
    }

    package var kind: Kind
    /// The id of the element where it happened.
    package var element: String?
    package var message: String

    package var remedy: Remedy { kind.remedy }

    package init(kind: Kind, element: String?, message: String) {
        self.kind = kind
        self.element = element
        self.message = message
    }

    package var description: String { element.map { "\($0): \(message)" } ?? message }
}

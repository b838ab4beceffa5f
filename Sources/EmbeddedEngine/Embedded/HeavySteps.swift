import EnginePort
import Messages

/// Which steps were heavy lately: those of a definition that are given the same. They are not tried in place, until
/// several in a row have been light elsewhere.
struct HeavySteps {
    /// What a step is by, as far as it says how much work it will be.
    struct Kind: Hashable, Sendable {
        private enum Given: Hashable, Sendable {
            case begin
            case event(EventKind, ExactText)
            case complete(ExactText)
            case time
            case reset
        }

        private let definition: ExactText
        private let isStart: Bool
        private let given: Given

        init(_ step: Step) {
            definition = ExactText(step.instance.definition)
            switch step.input {
            case .start(.none):
                (isStart, given) = (true, .begin)
            case .start(.event(let event)):
                (isStart, given) = (true, .event(event.kind, ExactText(event.name)))
            case .advance(.event(let event, _)):
                (isStart, given) = (false, .event(event.kind, ExactText(event.name)))
            case .advance(.complete(let element, _)):
                (isStart, given) = (false, .complete(ExactText(element)))
            case .advance(.time):
                (isStart, given) = (false, .time)
            case .advance(.reset):
                (isStart, given) = (false, .reset)
            }
        }
    }

    /// What became of a step elsewhere.
    struct Report: Sendable {
        var kind: Kind
        var wasLight: Bool
    }

    /// So many light ones in a row bring a kind back.
    static let enough = 8
    /// So many kinds are known. Beyond that all are forgotten, and found out again.
    static let most = 1000

    /// For each heavy kind, how many in a row were light.
    private var lightInARow: [Kind: Int] = [:]

    var isEmpty: Bool { lightInARow.isEmpty }

    func contains(_ step: Step) -> Bool { lightInARow[Kind(step)] != nil }

    mutating func add(_ step: Step) {
        if lightInARow.count >= Self.most { lightInARow = [:] }
        lightInARow[Kind(step)] = 0
    }

    mutating func note(_ reports: [Report]) {
        for report in reports {
            guard let before = lightInARow[report.kind] else { continue }
            let light = report.wasLight ? before + 1 : 0
            lightInARow[report.kind] = light < Self.enough ? light : nil
        }
    }
}

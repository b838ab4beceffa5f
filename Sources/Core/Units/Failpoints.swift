#if DEBUG
    import Foundation
    import StorePort
    import StorePort
    import Values

    /// Where a build for tests dies on demand: `BPMN_BRIDGE_DIE=kind:text[,kind:text…]`, in units of that kind whose
    /// description has that text. Of the kind `worker` is every step that the engine runs on a thread of its own: it dies there.
    /// No release build has it.
    struct Failpoints: Sendable {
        private var points: [(kind: String, text: String)] = []

        static let ofTheEnvironment = Failpoints(getenv("BPMN_BRIDGE_DIE").map { String(cString: $0) })

        var isEmpty: Bool { points.isEmpty }

        init(_ text: String?) {
            for point in (text ?? "").split(separator: ",") {
                let parts = point.split(separator: ":", maxSplits: 1).map(String.init)
                if let kind = parts.first { points.append((kind, parts.dropFirst().first ?? "")) }
            }
        }

        func die(in unit: WorkUnit, _ about: String) { die(in: unit.kind.word, about) }

        func die(in kind: String, _ about: @autoclosure () -> String) {
            if isEmpty { return }
            let about = about()
            if points.contains(where: { kind == $0.kind && ($0.text.isEmpty || about.contains($0.text)) }) { abort() }
        }
    }

    extension UnitKind: NamedByWord {
        package var word: String {
            switch self {
            case .delivery: "delivery"
            case .step: "step"
            case .timer: "timer"
            case .receiver: "receiver"
            case .share: "share"
            case .broadcast: "broadcast"
            case .held: "held"
            case .expiry: "expiry"
            case .cleaning: "cleaning"
            case .outbox: "outbox"
            case .retry: "retry"
            case .discard: "discard"
            case .parkedShown: "parkedShown"
            case .heldShown: "heldShown"
            case .instanceShown: "instanceShown"
            case .installation: "installation"
            case .decoding: "decoding"
            case .publishing: "publishing"
            }
        }
    }
#endif

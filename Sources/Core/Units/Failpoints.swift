#if DEBUG
    import Foundation
    import StorePort

    /// Where a build for tests dies on demand: `BPMN_BRIDGE_DIE=kind:text[,kind:text…]`, in units of that kind whose
    /// description has that text. No release build has it.
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

        func die(in unit: WorkUnit, _ about: String) { die(in: "\(unit.kind)", about) }

        func die(in kind: String, _ about: @autoclosure () -> String) {
            if isEmpty { return }
            let about = about()
            if points.contains(where: { kind == $0.kind && ($0.text.isEmpty || about.contains($0.text)) }) { abort() }
        }
    }
#endif

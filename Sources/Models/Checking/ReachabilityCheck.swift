/// Finds the elements that no run can come to.
struct ReachabilityCheck {
    let report: Report

    func run(_ fragment: ProcessFragment) {
        guard !fragment.scopes.isEmpty else { return }
        var reached = Walk(fragment)
        reached.enter(scope: 0)
        reached.go()
        for number in fragment.elements.indices where !reached.has(number) && !fragment.refused.contains(number) {
            let element = fragment.elements[number]
            report.warning("nothing leads to this element", at: element.place, element: element.id)
        }
    }

    private struct Walk {
        let fragment: ProcessFragment
        private var isReached: [Bool]
        private var next: [ElementIndex] = []
        /// The catching links of each scope, by name.
        private var links: [ScopeIndex: TextMap<ElementIndex>] = [:]

        init(_ fragment: ProcessFragment) {
            self.fragment = fragment
            isReached = Array(repeating: false, count: fragment.elements.count)
            for (number, element) in fragment.elements.enumerated() {
                if case .intermediateCatch(.link(let name)) = element.kind {
                    links[element.scope, default: [:]][name] = number
                }
            }
        }

        func has(_ number: ElementIndex) -> Bool { isReached[number] }

        mutating func enter(scope: ScopeIndex) {
            for number in fragment.scopes[scope].starts + fragment.scopes[scope].eventSubprocesses { add(number) }
        }

        mutating func go() {
            while let number = next.popLast() {
                let element = fragment.elements[number]
                for flow in element.outgoing { add(fragment.flows[flow].target) }
                for boundary in element.boundaries { add(boundary) }
                switch element.kind {
                case .subprocess(let scope): enter(scope: scope)
                case .intermediateThrow(.link(let name)):
                    if let target = links[element.scope]?[name] { add(target) }
                default: break
                }
            }
        }

        private mutating func add(_ number: ElementIndex) {
            guard !isReached[number] else { return }
            isReached[number] = true
            next.append(number)
        }
    }
}

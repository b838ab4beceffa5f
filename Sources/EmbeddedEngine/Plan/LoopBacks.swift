import Models

/// The sequence flows by which a token only comes to their target after it has passed it: the ends of loops.
///
/// An element that nothing leads to sends no token, so that its flows count among them.
struct LoopBacks {
    private let definition: ProcessDefinition
    /// When a walk from the start elements enters and leaves each element; 0: it does not come there.
    private var entered: [Int]
    private var left: [Int]

    init(of definition: ProcessDefinition) {
        self.definition = definition
        entered = Array(repeating: 0, count: definition.elements.count)
        left = entered
        var clock = 0
        for start in definition.scopes.flatMap(\.starts) where entered[start] == 0 { walk(from: start, &clock) }
    }

    private mutating func walk(from start: ElementIndex, _ clock: inout Int) {
        clock += 1
        entered[start] = clock
        var path = [(element: start, rest: definition.elementsAfter(start))]
        while let (element, rest) = path.last {
            clock += 1
            guard let next = rest.first else {
                left[element] = clock
                path.removeLast()
                continue
            }
            path[path.count - 1].rest = rest.dropFirst()
            guard entered[next] == 0 else { continue }
            entered[next] = clock
            path.append((next, definition.elementsAfter(next)))
        }
    }

    func contains(_ flow: FlowIndex) -> Bool {
        let (source, target) = (definition.flows[flow].source, definition.flows[flow].target)
        if entered[source] == 0 { return true }
        // Every way to the source leads by the target; so did the walk's.
        guard entered[target] != 0, entered[target] <= entered[source], left[source] <= left[target] else {
            return false
        }
        let starts = definition.scopes[definition.elements[source].scope].starts
        return definition.sources(of: flow).isDisjoint(with: starts)
    }
}

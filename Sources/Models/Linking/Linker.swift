/// Joins a process and everything it calls, directly or not, into one definition.
struct Linker {
    let library: ProcessLibrary
    let decisions: DecisionLibrary
    let dialect: Dialect
    let limits: ModelLimits

    func definitions(_ before: (_ file: String) -> Void = { _ in }) -> [ProcessDefinition] {
        let called = library.entries.map { calls(of: $0) }
        var definitions: [ProcessDefinition] = []
        var budget = limits.elements
        for (number, entry) in library.entries.enumerated() where entry.isExecutable {
            before(entry.document.source.file)
            let members = reachable(from: number, called)
            budget -= members.reduce(0) { $0 + library.entries[$1].fragment.elements.count }
            guard budget >= 0 else {
                entry.document.report.problem(
                    "all processes together, with those they call, have more than \(limits.elements) elements",
                    at: entry.fragment.place, element: entry.fragment.id)
                return []
            }
            definitions.append(definition(of: members, called))
        }
        return definitions
    }

    /// The process each call of the entry leads to.
    private func calls(of entry: ProcessLibrary.Entry) -> [Int] {
        entry.fragment.calls.compactMap { call in
            let element = entry.fragment.elements[call.element]
            guard let target = library.number(of: call.process) else {
                entry.document.report.missing(
                    "process", call.process, among: library.ids, at: element.place, element: element.id)
                return nil
            }
            if !library.entries[target].isExecutable {
                entry.document.report.problem(
                    "the called process `\(call.process)` is not executable", at: element.place, element: element.id)
            }
            return target
        }
    }

    /// The process itself first, then what it calls, nearest first; each once, so recursion ends.
    private func reachable(from root: Int, _ called: [[Int]]) -> [Int] {
        var members = [root]
        var seen: Set<Int> = [root]
        var next = 0
        while next < members.count {
            for target in called[members[next]] where seen.insert(target).inserted { members.append(target) }
            next += 1
        }
        return members
    }

    private func definition(of members: [Int], _ called: [[Int]]) -> ProcessDefinition {
        let root = library.entries[members[0]]
        let used = decisions(of: members)
        let documents = documents(of: members, used)
        var definition = ProcessDefinition(
            id: root.fragment.id, name: root.fragment.name, dialect: dialect, sources: documents.map(\.source),
            hash: ModelHash.text(dialect: dialect, process: root.fragment.id, digests: documents.map(\.digest)),
            scopes: [],
            elements: [],
            flows: [])
        var first: [Int: ScopeIndex] = [:]
        var scopes = 0
        for member in members {
            first[member] = scopes
            scopes += library.entries[member].fragment.scopes.count
        }
        for member in members {
            let targets = called[member].map { first[$0] ?? 0 }
            definition.append(library.entries[member].fragment, calling: targets)
        }
        definition.decisions = used.mapValues(\.decision)
        let warnings = documents.flatMap(\.warnings) + members.flatMap { library.entries[$0].fragment.warnings }
        definition.warnings = Array(warnings.prefix(limits.problems))
        return definition
    }

    /// What their business rule tasks decide by.
    private func decisions(of members: [Int]) -> TextTable<DecisionLibrary.Entry> {
        var used: TextTable<DecisionLibrary.Entry> = [:]
        for member in members {
            let entry = library.entries[member]
            for element in entry.fragment.elements {
                guard case .businessRuleTask(let id) = element.kind, used[id] == nil else { continue }
                used[id] = decisions.decision(id, for: element, entry.document.report)
            }
        }
        return used
    }

    /// The files of the processes, then those of the decisions.
    private func documents(
        of members: [Int], _ used: TextTable<DecisionLibrary.Entry>
    ) -> [ModelDocument] {
        var documents: [ModelDocument] = []
        var seen: Set<ObjectIdentifier> = []
        for document in members.map({ library.entries[$0].document }) + used.values.map(\.document)
        where seen.insert(ObjectIdentifier(document)).inserted {
            documents.append(document)
        }
        return documents
    }
}

extension ProcessDefinition {
    /// Adds a process, moving its numbers behind those already there.
    fileprivate mutating func append(_ fragment: ProcessFragment, calling targets: [ScopeIndex]) {
        let (firstScope, firstElement, firstFlow) = (scopes.count, elements.count, flows.count)
        for var scope in fragment.scopes {
            scope.owner = scope.owner.map { $0 + firstElement }
            scope.elements = scope.elements.map { $0 + firstElement }
            scope.starts = scope.starts.map { $0 + firstElement }
            scope.eventSubprocesses = scope.eventSubprocesses.map { $0 + firstElement }
            scopes.append(scope)
        }
        for var element in fragment.elements {
            element.scope += firstScope
            element.incoming = element.incoming.map { $0 + firstFlow }
            element.outgoing = element.outgoing.map { $0 + firstFlow }
            element.defaultFlow = element.defaultFlow.map { $0 + firstFlow }
            element.boundaries = element.boundaries.map { $0 + firstElement }
            switch element.kind {
            case .boundary(let event, let host, let interrupting):
                element.kind = .boundary(event, attachedTo: host + firstElement, interrupting: interrupting)
            case .subprocess(let scope): element.kind = .subprocess(scope + firstScope)
            default: break
            }
            elements.append(element)
        }
        for (call, target) in zip(fragment.calls, targets) {
            elements[firstElement + call.element].kind = .callActivity(target)
        }
        for var flow in fragment.flows {
            flow.source += firstElement
            flow.target += firstElement
            flows.append(flow)
        }
    }
}

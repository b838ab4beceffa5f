/// One mapping of the configuration. Unknown keys are reported when it is made.
struct Section {
    let kind: SectionKind
    let mark: Mark?
    private let report: Report
    private var values: TextMap<Node> = [:]

    /// `nil`, and reported, if the node is no mapping.
    init?(_ node: Node, _ kind: SectionKind, _ report: Report) {
        guard case .mapping(let mapping) = node else {
            report.problem("must be a mapping, not \(node.kindName)", at: node)
            return nil
        }
        self.kind = kind
        self.mark = node.mark
        self.report = report
        add(mapping, merged: false)
    }

    private mutating func add(_ mapping: Node.Mapping, merged: Bool) {
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                report.problem("a key must be text", at: key)
                continue
            }
            if name.string == "<<" {
                // YAML's merge: what the mapping says itself goes before what it takes over.
                if !merged { add(merging: value) }
            } else if !kind.keys.contains(name.string) {
                let hint = NearestName.hint(for: name.string, among: kind.keys, between: "\"")
                report.problem("unknown key \"\(name.string.prefix(100))\"\(hint)", at: key)
            } else if value.isEmpty {
                report.problem("\"\(name.string)\" has no value; give it one or leave it out", at: key)
            } else if !merged || values[name.string] == nil {
                values[name.string] = value
            }
        }
    }

    private mutating func add(merging value: Node) {
        let sources = value.sequence.map(Array.init) ?? [value]
        for source in sources {
            guard case .mapping(let mapping) = source else {
                report.problem("\"<<\" takes over a mapping, not \(source.kindName)", at: source)
                continue
            }
            add(mapping, merged: true)
        }
    }

    /// The value of a key that its kind has.
    func value(_ key: String) -> Node? {
        precondition(kind.keys.contains(key), "no key of this section")
        return values[key]
    }

    /// The value of a key that must be there.
    func required(_ key: String) -> Node? {
        if let value = value(key) { return value }
        report.problem("\"\(key)\" is missing", at: mark)
        return nil
    }
}

extension Node {
    /// What a person calls this kind of node.
    var kindName: String {
        switch self {
        case .scalar: isEmpty ? "nothing" : "text or a number"
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }

    /// A value that was left out, or null.
    var isEmpty: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}

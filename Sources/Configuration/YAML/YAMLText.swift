/// Why a text is not read as YAML.
package struct YAMLProblem: Error, CustomStringConvertible {
    package let message: String
    package let mark: Mark?

    package var description: String { mark.map { "\($0): \(message)" } ?? message }
}

/// Reads the one document of a YAML text.
///
/// An alias stands for a copy, and aliases of aliases for more values than any machine holds: what all of them stand for is
/// counted as they are met. Names of a mapping are told apart by their code points.
package struct YAMLText {
    /// What aliases may stand for altogether, in values; a long text counts for several.
    static let mostCopied = 200_000
    private static let deepest = 256

    private let source: YAMLSource
    /// What an anchor stands for, and how much that is.
    private var anchors: TextMap<(node: Node, weight: Int)> = [:]
    private var copied = 0

    /// The document of `text`; nil if there is none.
    package static func document(of text: String) throws(YAMLProblem) -> Node? {
        var reader = YAMLText(source: YAMLSource(text))
        guard try reader.next(.document) else { return nil }
        let node = try reader.node(reader.source.next(), depth: 0).node
        while true {
            let event = try reader.source.next()
            switch event.kind {
            case .end: return node
            case .document:
                throw YAMLProblem(message: "there is a second document; one file holds one", mark: event.mark)
            default: continue
            }
        }
    }

    private init(source: YAMLSource) { self.source = source }

    /// Passes over what comes before; false at the end.
    private func next(_ kind: YAMLEvent.Kind) throws(YAMLProblem) -> Bool {
        while true {
            let event = try source.next()
            if event.kind == kind { return true }
            if event.kind == .end { return false }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLProblem) -> (node: Node, weight: Int) {
        if depth > Self.deepest {
            throw YAMLProblem(message: "it is nested deeper than \(Self.deepest)", mark: event.mark)
        }
        let made: (node: Node, weight: Int)
        switch event.kind {
        case .alias: return try copy(event)
        case .sequence: made = try sequence(event, depth)
        case .mapping: made = try mapping(event, depth)
        default:
            let scalar = Node.Scalar(string: event.text, tag: event.tag, style: event.style, mark: event.mark)
            made = (.scalar(scalar), 1 + event.text.utf8.count / 32)
        }
        if let anchor = event.anchor { anchors[anchor] = made }
        return made
    }

    private mutating func copy(_ event: YAMLEvent) throws(YAMLProblem) -> (node: Node, weight: Int) {
        guard let anchor = event.anchor, let known = anchors[anchor] else {
            throw YAMLProblem(message: "no value before this one has the alias's name", mark: event.mark)
        }
        copied += known.weight
        if copied > Self.mostCopied {
            throw YAMLProblem(message: "the aliases stand for more than \(Self.mostCopied) values", mark: event.mark)
        }
        return known
    }

    private mutating func sequence(_ start: YAMLEvent, _ depth: Int) throws(YAMLProblem) -> (node: Node, weight: Int) {
        var (items, weight) = ([Node](), 1)
        while true {
            let event = try source.next()
            if event.kind == .endOfSequence { break }
            let item = try node(event, depth: depth + 1)
            items.append(item.node)
            weight += item.weight
        }
        return (.sequence(Node.Sequence(items: items, mark: start.mark)), weight)
    }

    private mutating func mapping(_ start: YAMLEvent, _ depth: Int) throws(YAMLProblem) -> (node: Node, weight: Int) {
        var (pairs, weight) = ([(key: Node, value: Node)](), 1)
        var names: TextSet = []
        while true {
            let event = try source.next()
            if event.kind == .endOfMapping { break }
            let key = try node(event, depth: depth + 1)
            if let name = key.node.scalar?.string, !names.insert(name).inserted {
                throw YAMLProblem(message: "\"\(name.prefix(100))\" stands twice in one mapping", mark: event.mark)
            }
            let value = try node(source.next(), depth: depth + 1)
            pairs.append((key.node, value.node))
            weight += key.weight + value.weight
        }
        return (.mapping(Node.Mapping(pairs: pairs, mark: start.mark)), weight)
    }
}

import XML

/// Which elements of a process a run can come to, told from the file alone: what is wrong with the others stops nobody.
/// SpiffWorkflow does not even read them.
///
/// Where the file is not clear, an element counts as reached.
struct Reach {
    /// By id: several where one is taken twice.
    private var nodes: TextMap<[XMLElement]> = [:]
    /// What comes next, by the id of what it comes after.
    private var next: TextMap<[String]> = [:]
    private var catchingLinks: TextMap<[String]> = [:]
    private var throwingLinks: [(node: String, link: String)] = []
    private var flows: [(source: String, xml: XMLElement)] = []
    private var reached: TextSet = []

    init(_ process: XMLElement) {
        var waiting = add(scope: process)
        for (node, link) in throwingLinks { next[node, default: []] += catchingLinks[link] ?? [] }
        while let id = waiting.popLast() {
            if reached.insert(id).inserted { waiting += next[id] ?? [] }
        }
    }

    /// Everything in the elements that nothing leads to, and the flows that leave them.
    var unreachedXML: Set<ObjectIdentifier> {
        var all: Set<ObjectIdentifier> = []
        var waiting = nodes.filter { !reached.contains($0.key) }.flatMap(\.value)
        for (source, xml) in flows where nodes[source] != nil && !reached.contains(source) { waiting.append(xml) }
        while let xml = waiting.popLast() {
            if all.insert(ObjectIdentifier(xml)).inserted { waiting += xml.children }
        }
        return all
    }

    /// The ids that are reached with the scope itself.
    private mutating func add(scope: XMLElement) -> [String] {
        var begins: [String] = [], all: [String] = []
        for child in scope.children where child.namespace == Namespace.bpmn {
            if child.name == "sequenceFlow" {
                add(flow: child)
            } else if let id = child.id, NodeName(rawValue: child.name) != nil || Vocabulary.isRefused(child.name) {
                add(node: child, id)
                all.append(id)
                let isEventSubprocess = ["true", "1"].contains(child.attribute("triggeredByEvent"))
                if child.name == "startEvent" || isEventSubprocess { begins.append(id) }
            }
        }
        return begins.isEmpty ? all : begins
    }

    private mutating func add(node: XMLElement, _ id: String) {
        nodes[id, default: []].append(node)
        if Self.scopes.contains(node.name) { next[id, default: []] += add(scope: node) }
        if let host = node.attribute("attachedToRef") { next[Self.local(host), default: []].append(id) }
        for link in node.all("linkEventDefinition") {
            let name = link.attribute("name") ?? ""
            if node.name == "intermediateCatchEvent" {
                catchingLinks[name, default: []].append(id)
            } else {
                throwingLinks.append((id, name))
            }
        }
    }

    private mutating func add(flow: XMLElement) {
        guard let source = flow.attribute("sourceRef") else { return }
        if let target = flow.attribute("targetRef") { next[Self.local(source), default: []].append(Self.local(target)) }
        flows.append((Self.local(source), flow))
    }

    private static let scopes: TextSet = ["subProcess", "transaction", "adHocSubProcess"]

    /// References may be qualified.
    private static func local(_ reference: String) -> String {
        reference.parted(atLast: ":")?.after ?? reference
    }
}

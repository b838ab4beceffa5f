import XML

/// The nodes, flows and scopes of one process as they stand in the file, numbered, before anything in them is read.
struct ProcessOutline {
    struct Node {
        var xml: XMLElement
        var scope: ScopeIndex
        /// Nil for what the reader has refused.
        var name: NodeName?
        /// The id, made up for a node that has none.
        var id: String
    }

    private(set) var scopes: [Scope] = []
    /// The element each scope was read from.
    private(set) var origins: [XMLElement] = []
    private(set) var nodes: [Node] = []
    private(set) var flows: [XMLElement] = []
    /// Nodes by id.
    private(set) var index: TextMap<ElementIndex> = [:]
    /// The scope that a subprocess node holds.
    private(set) var inner: [ElementIndex: ScopeIndex] = [:]
    /// Lanes by the id of the node in them.
    private var lanes: TextMap<String> = [:]
    /// The lane a whole subprocess is in.
    private var scopeLanes: [String?] = []
    /// Where each data object is, by its id.
    private(set) var dataObjects: TextMap<ScopeIndex> = [:]
    /// `dataObjectReference` by its id.
    private(set) var dataReferences: TextMap<XMLElement> = [:]
    /// Data stores by id; true: only drawn.
    private(set) var dataStores: TextMap<Bool> = [:]
    private var taken: TextMap<XMLElement> = [:]
    private let leftOut: Set<ObjectIdentifier>
    private let report: Report

    /// - Parameter leftOut: nodes and flows of the file that are not to be there.
    init(_ process: XMLElement, without leftOut: Set<ObjectIdentifier> = [], _ report: Report) {
        self.leftOut = leftOut
        self.report = report
        if let id = process.id { taken[id] = process }
        Vocabulary.check(process, knows: Vocabulary.process, report)
        add(scope: Scope(kind: .process, id: process.id ?? "", owner: nil), process)
        for scope in scopes { scopeLanes.append(scope.owner.flatMap { lane(of: nodes[$0]) }) }
    }

    /// The nodes of a subprocess are in its lane, if it is in one.
    func lane(of node: Node) -> String? { scopeLanes[node.scope] ?? lanes[node.id] }

    /// The scope around `scope`; nil for the process.
    func parent(of scope: ScopeIndex) -> ScopeIndex? { scopes[scope].owner.map { nodes[$0].scope } }

    private mutating func add(scope: Scope, _ xml: XMLElement) {
        let number = scopes.count
        scopes.append(scope)
        origins.append(xml)
        for child in xml.children where child.namespace == Namespace.bpmn {
            if leftOut.isEmpty || !leftOut.contains(ObjectIdentifier(child)) { add(child, to: number) }
        }
    }

    private mutating func add(_ child: XMLElement, to scope: ScopeIndex) {
        switch child.name {
        case "sequenceFlow":
            if take(child) { flows.append(child) }
        case "laneSet":
            add(lanes: child)
        case "dataObject":
            guard let id = child.id, take(child) else { return }
            scopes[scope].dataObjects.append(id)
            dataObjects[id] = scope
        case "dataObjectReference":
            if let id = child.id, take(child) { dataReferences[id] = child }
        case "dataStoreReference":
            add(store: child)
        default:
            let name = NodeName(rawValue: child.name)
            // What was refused is known by its id all the same, so that flows to it are not complained about too.
            if name != nil || child.id != nil && Vocabulary.isRefused(child.name) { add(node: child, name, to: scope) }
        }
    }

    private mutating func add(node xml: XMLElement, _ name: NodeName?, to scope: ScopeIndex) {
        let number = nodes.count
        if let id = xml.filled("id") {
            if take(xml) { index[id] = number }
        } else {
            report.problem("this `\(xml.name)` has no id", at: xml)
        }
        nodes.append(Node(xml: xml, scope: scope, name: name, id: xml.id ?? ""))
        scopes[scope].elements.append(number)
        guard let name else { return }
        Vocabulary.check(xml, knows: Vocabulary.children(of: name), report)
        if name == .startEvent { scopes[scope].starts.append(number) }
        guard name.isScope else { return }
        inner[number] = scopes.count
        let kind = kind(of: xml, name)
        if case .eventSubprocess = kind { scopes[scope].eventSubprocesses.append(number) }
        add(scope: Scope(kind: kind, id: xml.id ?? "", owner: number), xml)
    }

    /// A data store without a `dataStoreRef` is a drawing, as modelers make it.
    private mutating func add(store xml: XMLElement) {
        let isDrawing = xml.filled("dataStoreRef") == nil
        if let id = xml.id, take(xml) { dataStores[id] = isDrawing }
        if isDrawing {
            report.warning("this data store is only drawn: nothing is kept in it", at: xml)
        } else {
            report.problem(Self.storesAreMissing, at: xml)
        }
    }

    static let storesAreMissing = "data stores are not supported; use a data object"

    private func kind(of xml: XMLElement, _ name: NodeName) -> Scope.Kind {
        let byEvent = xml.flag("triggeredByEvent", false, report)
        if name == .transaction {
            if byEvent { report.problem("a transaction cannot be triggered by an event", at: xml) }
            return .transaction
        }
        if !byEvent { return .subprocess }
        let start = xml.bpmn("startEvent")
        return .eventSubprocess(interrupting: start?.flag("isInterrupting", true, report) ?? true)
    }

    /// Notes that an id is used; false, with a problem, where it was before.
    private mutating func take(_ xml: XMLElement) -> Bool {
        guard let id = xml.filled("id") else { return true }
        guard let other = taken.updateValue(xml, forKey: id) else { return true }
        report.problem("the id `\(id)` is taken by the `\(other.name)` in line \(other.line)", at: xml)
        return false
    }

    private mutating func add(lanes set: XMLElement) {
        for lane in set.all("lane") {
            for reference in lane.all("flowNodeRef") {
                if let node = reference.words { lanes[node] = lane.attribute("name") }
            }
            for inner in lane.all("childLaneSet") { add(lanes: inner) }
        }
    }
}

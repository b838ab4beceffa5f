import XML

/// SpiffWorkflow's extension elements of one BPMN element; none in the plain dialect, which does not know them.
struct Extensions {
    private let container: XMLElement?

    init(_ xml: XMLElement, dialect: Dialect) {
        container = dialect == .spiff ? xml.bpmn("extensionElements") : nil
    }

    /// The extension of that name, unless it is empty. SpiffWorkflow takes the last of several.
    func first(_ name: String) -> XMLElement? {
        container?.children.last {
            $0.isNamed(name, in: Namespace.spiff) && ($0.words != nil || !$0.children.isEmpty || !$0.attributes.isEmpty)
        }
    }

    func all(_ name: String) -> [XMLElement] { container?.children(named: name, in: Namespace.spiff) ?? [] }

    func words(_ name: String) -> String? { first(name)?.words }
}

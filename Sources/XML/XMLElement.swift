/// One element of a document that was read, and everything below it. Immutable.
package final class XMLElement: Sendable {
    /// The local name, without a prefix.
    package let name: String
    /// The prefix as the document writes it, if any.
    package let prefix: String?
    package let namespace: String?
    package let attributes: [XMLAttribute]
    /// The namespaces declared on this very element.
    package let declarations: [XMLNamespace]
    package let children: [XMLElement]
    /// The element's own text, without that of its children. Exact, except that
    /// white space alone between children (indentation) is dropped.
    package let text: String
    /// Where the start tag begins, counted from 1; columns count characters.
    package let line: Int
    package let column: Int

    init(
        name: String, prefix: String?, namespace: String?, attributes: [XMLAttribute], declarations: [XMLNamespace],
        children: [XMLElement], text: String, line: Int, column: Int
    ) {
        self.name = name
        self.prefix = prefix
        self.namespace = namespace
        self.attributes = attributes
        self.declarations = declarations
        self.children = children
        self.text = text
        self.line = line
        self.column = column
    }
}

extension XMLElement {
    /// Whether this is the element `name` of `namespace`.
    package func isNamed(_ name: String, in namespace: String?) -> Bool {
        self.name == name && self.namespace == namespace
    }

    /// The value of an attribute; without a namespace, of the one written without a prefix.
    package func attribute(_ name: String, in namespace: String? = nil) -> String? {
        attributes.first { $0.name == name && $0.namespace == namespace }?.value
    }

    /// The first child of this name and namespace.
    package func first(_ name: String, in namespace: String?) -> XMLElement? {
        children.first { $0.isNamed(name, in: namespace) }
    }

    /// The children of this name and namespace, in document order.
    package func children(named name: String, in namespace: String?) -> [XMLElement] {
        children.filter { $0.isNamed(name, in: namespace) }
    }

    /// The children of this name, whatever their namespace, in document order.
    package func children(named name: String) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    /// The name as the document writes it.
    package var qualifiedName: String {
        if let prefix { prefix + ":" + name } else { name }
    }
}

import Messages
import Values
import XML

/// XML as plain data, by the convention of Python's xmltodict: the document is `{root: content}`; an element with
/// text only is that text, an empty one is null; otherwise it is an object of its attributes as `@name`, its
/// children by name, several of one name as a list, and its text as `#text`. Names are as written, with their
/// prefix, and namespace declarations are attributes (`@xmlns`, `@xmlns:p`). White space around text is dropped.
enum XMLDictionary {
    static func value(of root: XMLElement) -> Value {
        .dict([root.qualifiedName: content(of: root)])
    }

    /// As deep as the document, which the XML room bounds.
    private static func content(of element: XMLElement) -> Value {
        let text = trimmed(element.text)
        if element.attributes.isEmpty && element.declarations.isEmpty && element.children.isEmpty {
            return text.isEmpty ? .null : .string(text)
        }
        var entries: TextTable<Value> = [:]
        for namespace in element.declarations {
            entries["@xmlns" + (namespace.prefix.map { ":" + $0 } ?? "")] = .string(namespace.uri)
        }
        for attribute in element.attributes {
            entries["@" + (attribute.prefix.map { $0 + ":" } ?? "") + attribute.name] = .string(attribute.value)
        }
        var groups: TextTable<[Value]> = [:]
        for child in element.children { groups[child.qualifiedName, default: []].append(content(of: child)) }
        for (name, items) in groups { entries[name] = items.count == 1 ? items[0] : .list(items) }
        if !text.isEmpty { entries["#text"] = .string(text) }
        return .dict(entries)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

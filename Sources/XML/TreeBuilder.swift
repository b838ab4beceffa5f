import CLibXML2

/// Turns the parser's callbacks into the tree. Lives for one document, on one thread.
final class TreeBuilder {
    /// An element whose end tag has not come yet.
    private struct Open {
        let name: String
        let prefix: String?
        let namespace: String?
        let attributes: [XMLAttribute]
        let declarations: [XMLNamespace]
        let place: MarkupScan.Place
        var children: [XMLElement] = []
        var text: [UInt8] = []
    }

    private let file: String
    private let starts: [MarkupScan.Place]
    private var names = NameTable()
    private var started = 0
    private var stack: [Open] = []
    private(set) var root: XMLElement?
    /// The first thing that was wrong; nothing after it counts.
    private(set) var problem: XMLProblem?

    init(scan: MarkupScan, file: String) {
        self.starts = scan.starts
        self.file = file
    }

    /// The innermost open element, for messages: its name and line.
    var innermost: (name: String, line: Int)? {
        stack.last.map { (($0.prefix.map { $0 + ":" } ?? "") + $0.name, Int($0.place.line)) }
    }

    /// Whether a first element was seen.
    var begun: Bool { started > 0 }

    func report(_ reason: XMLProblem.Reason, line: Int, column: Int, _ message: String) {
        guard problem == nil else { return }
        problem = XMLProblem(
            reason: reason, file: file, line: max(line, 1), column: max(column, 1), message: message)
    }

    func elementStarted(
        name: UnsafePointer<xmlChar>?, prefix: UnsafePointer<xmlChar>?, namespace: UnsafePointer<xmlChar>?,
        attributes: [XMLAttribute], declarations: [XMLNamespace]
    ) {
        guard started < starts.count else {
            return report(.malformed, line: 1, column: 1, "the document is not well-formed")
        }
        stack.append(
            Open(
                name: names[name] ?? "", prefix: names[prefix], namespace: names[namespace], attributes: attributes,
                declarations: declarations, place: starts[started]))
        started += 1
    }

    func charactersRead(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let last = stack.indices.last else { return }
        stack[last].text.append(contentsOf: bytes)
    }

    func elementEnded() {
        guard let open = stack.popLast() else { return }
        let indentation = !open.children.isEmpty && open.text.allSatisfy { $0 <= 0x20 }
        let element = XMLElement(
            name: open.name, prefix: open.prefix, namespace: open.namespace, attributes: open.attributes,
            declarations: open.declarations, children: open.children,
            text: indentation || open.text.isEmpty ? "" : String(decoding: open.text, as: UTF8.self),
            line: Int(open.place.line), column: Int(open.place.column))
        if let parent = stack.indices.last {
            stack[parent].children.append(element)
        } else {
            root = element
        }
    }

    /// The attributes of a start tag: five pointers each: local name, prefix, URI, begin and end of the value.
    func attributes(
        _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [XMLAttribute] {
        guard let pointers, count > 0 else { return [] }
        return (0..<count).map { index in
            let five = pointers + index * 5
            return XMLAttribute(
                name: names[five[0]] ?? "", prefix: names[five[1]], namespace: names[five[2]],
                value: Self.value(from: five[3], to: five[4]))
        }
    }

    /// The namespaces a start tag declares: two pointers each: prefix and URI.
    func declarations(
        _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [XMLNamespace] {
        guard let pointers, count > 0 else { return [] }
        return (0..<count).map { index in
            XMLNamespace(prefix: names[pointers[index * 2]], uri: names[pointers[index * 2 + 1]] ?? "")
        }
    }

    /// Without entity substitution the parser hands `&` on as `&#38;`, and nothing else with an ampersand.
    private static func value(from begin: UnsafePointer<xmlChar>?, to end: UnsafePointer<xmlChar>?) -> String {
        guard let begin, let end, end > begin else { return "" }
        let bytes = UnsafeBufferPointer(start: begin, count: end - begin)
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            plain.append(bytes[index])
            index += bytes[index...].starts(with: "&#38;".utf8) ? 5 : 1
        }
        return String(decoding: plain, as: UTF8.self)
    }
}

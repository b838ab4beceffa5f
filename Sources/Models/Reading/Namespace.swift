import XML

/// The namespaces a model is read from; prefixes are the author's business.
enum Namespace {
    static let bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    static let spiff = "http://spiffworkflow.org/bpmn/schema/1.0/core"
    static let diagram = "http://www.omg.org/spec/BPMN/20100524/DI"
    static let bounds = "http://www.omg.org/spec/DD/20100524/DC"
    static let camunda = "http://camunda.org/schema/1.0/bpmn"

    /// Whether it is the namespace of some version of DMN: what is read of them is the same in all.
    static func isDMN(_ uri: String?) -> Bool {
        guard let uri else { return false }
        return ["http://www.omg.org/spec/DMN/", "https://www.omg.org/spec/DMN/"].contains { uri.hasPrefix($0) }
    }
}

extension XMLElement {
    var id: String? { attribute("id") }

    /// An attribute that says something: an empty one is as good as none.
    func filled(_ attribute: String) -> String? {
        self.attribute(attribute).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The first BPMN child of that name.
    func bpmn(_ name: String) -> XMLElement? { first(name, in: Namespace.bpmn) }

    /// All BPMN children of that name.
    func all(_ name: String) -> [XMLElement] { children(named: name, in: Namespace.bpmn) }

    /// The element's text without the white space around it; nil where nothing remains.
    var words: String? {
        let trimmed = text.trimmed
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// An XML Schema boolean; anything else is a problem and counts as `fallback`.
    func flag(_ name: String, _ fallback: Bool, _ report: Report) -> Bool {
        switch attribute(name)?.lowercased() {
        case nil: return fallback
        case "true", "1": return true
        case "false", "0": return false
        case let other?:
            report.problem("`\(name)` is \"\(other)\", but must be true or false", at: self)
            return fallback
        }
    }
}

extension StringProtocol {
    /// Without the white space of XML around it.
    var trimmed: SubSequence {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
        guard let first = unicodeScalars.firstIndex(where: { !isSpace($0) }),
            let last = unicodeScalars.lastIndex(where: { !isSpace($0) })
        else { return self[endIndex...] }
        return self[first..<unicodeScalars.index(after: last)]
    }
}

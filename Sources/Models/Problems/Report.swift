import XML

/// Collects what is wrong with one file while reading goes on, so that everything is told at once.
final class Report {
    let file: String
    private(set) var problems: [ModelProblem] = []
    /// Where each problem was found, as far as that is known.
    private var origins: [ObjectIdentifier?] = []
    private var warnings: [ModelProblem] = []

    /// A search for a similar name costs more than everything else; a file full of wrong names gets no more of them.
    private var hints = 50

    /// A problem, and the element of the file it was found at.
    struct Found {
        var problem: ModelProblem
        var origin: ObjectIdentifier?
    }

    init(file: String) { self.file = file }

    /// Something for which the models are refused.
    func problem(_ message: String, at xml: XMLElement, element: String? = nil) {
        problem(message, at: place(of: xml), element: element ?? xml.attribute("id"), ObjectIdentifier(xml))
    }

    func problem(_ message: String, at place: Place, element: String?) {
        problem(message, at: place, element: element, nil)
    }

    private func problem(_ message: String, at place: Place, element: String?, _ origin: ObjectIdentifier?) {
        problems.append(ModelProblem(place: place, element: element, message: message))
        origins.append(origin)
    }

    /// What was found since there were so many problems.
    func found(since count: Int) -> [Found] {
        zip(problems[count...], origins[count...]).map { Found(problem: $0.0, origin: $0.1) }
    }

    /// Has these problems, and no others, behind the first so many.
    func replace(since count: Int, with found: [Found]) {
        problems.replaceSubrange(count..., with: found.map(\.problem))
        origins.replaceSubrange(count..., with: found.map(\.origin))
    }

    /// A reference that leads nowhere, with the name it may have meant.
    func missing(
        _ kind: String, _ reference: String?, among known: some Collection<String>, at xml: XMLElement,
        element: String? = nil
    ) {
        if let reference, !reference.isEmpty {
            let hint = hint(reference, among: known)
            problem("there is no \(kind) `\(reference)`\(hint)", at: xml, element: element)
        } else {
            problem("`\(xml.name)` names no \(kind)", at: xml, element: element)
        }
    }

    func missing(
        _ kind: String, _ reference: String, among known: some Collection<String>, at place: Place, element: String?
    ) {
        problem("there is no \(kind) `\(reference)`\(hint(reference, among: known))", at: place, element: element)
    }

    /// What to add to a complaint about `name`: the known name that it may have meant.
    func hint(_ name: String, among known: some Collection<String>) -> String {
        hints -= 1
        if hints < 0 { return "" }
        return NearestName.hint(for: name, among: known)
    }

    /// Something that is allowed but looks like a mistake.
    func warning(_ message: String, at xml: XMLElement, element: String? = nil) {
        warning(message, at: place(of: xml), element: element ?? xml.attribute("id"))
    }

    func warning(_ message: String, at place: Place, element: String?) {
        warnings.append(ModelProblem(place: place, element: element, message: message))
    }

    /// The warnings since the last call.
    func takeWarnings() -> [ModelProblem] {
        defer { warnings = [] }
        return warnings
    }

    func place(of xml: XMLElement) -> Place { Place(file: file, line: xml.line, column: xml.column) }
}

import Python
import XML

/// Reads the Python fragments of a model and puts their syntax errors at their place in the file.
struct CodeReader {
    let report: Report
    let limits: ModelLimits

    /// The expression in the text of `xml`; nil where there is none.
    /// - Parameter owner: the id of the BPMN element it belongs to.
    func expression(in xml: XMLElement, of owner: String?) -> ScriptExpression? {
        expression(xml.text, at: xml, named: xml.qualifiedName, of: owner)
    }

    /// The expression in the text of `xml`, whose absence is a problem.
    func required(in xml: XMLElement, of owner: String?) -> ScriptExpression? {
        isFilled(xml, of: owner) ? expression(in: xml, of: owner) : nil
    }

    /// Whether there is anything in `xml`; a problem where there is not.
    func isFilled(_ xml: XMLElement, of owner: String?) -> Bool {
        if xml.words != nil { return true }
        report.problem("\(xml.qualifiedName) is empty; it must be an expression", at: xml, element: owner)
        return false
    }

    /// An expression in an attribute or text of `xml`; nil where it is blank.
    func expression(_ source: String, at xml: XMLElement, named name: String, of owner: String?) -> ScriptExpression? {
        guard let fragment = fragment(source, at: xml, named: name, of: owner) else { return nil }
        do throws(ScriptSyntaxError) {
            return try ScriptExpression(parsing: fragment.text)
        } catch {
            refuse(error, in: fragment)
            return nil
        }
    }

    /// The text of an expression without the white space around it; nil where it is blank, or refused.
    func fragment(_ source: String, at xml: XMLElement, named name: String, of owner: String?) -> Fragment? {
        let trimmed = source.trimmed
        let skipped = source[..<trimmed.startIndex].utf8.count { $0 == UInt8(ascii: "\n") }
        let fragment = Fragment(
            name: name, xml: xml, owner: owner, linesBefore: skipped, text: String(trimmed))
        return !fragment.text.isEmpty && isShort(fragment) ? fragment : nil
    }

    /// The script in the text of `xml`; nil where there is none.
    func program(in xml: XMLElement, of owner: String?) -> ScriptProgram? {
        let fragment = Fragment(name: xml.qualifiedName, xml: xml, owner: owner, linesBefore: 0, text: xml.text)
        guard xml.words != nil, isShort(fragment) else { return nil }
        do throws(ScriptSyntaxError) {
            return try ScriptProgram(parsing: xml.text.dedented)
        } catch {
            refuse(error, in: fragment)
            return nil
        }
    }

    /// A piece of Python in a model, and what is said of it where it is refused.
    struct Fragment {
        /// What people call it.
        var name: String
        var xml: XMLElement
        /// The id of the element it belongs to.
        var owner: String?
        var linesBefore: Int
        var text: String
    }

    private func isShort(_ fragment: Fragment) -> Bool {
        if fragment.text.utf8.count <= limits.scriptBytes { return true }
        report.problem(
            "\(fragment.name) has \(fragment.text.utf8.count) bytes; at most \(limits.scriptBytes) are read",
            at: fragment.xml, element: fragment.owner)
        return false
    }

    /// Tells a syntax error at its place in the file.
    func refuse(_ error: ScriptSyntaxError, in fragment: Fragment) {
        let lines = fragment.linesBefore + max(error.line, 1) - 1
        // On the line of the tag the column of the text is not known: the tag's own is told.
        let place = Place(
            file: report.file, line: fragment.xml.line + lines,
            column: lines == 0 ? fragment.xml.column : max(error.column, 1))
        report.problem(
            "\(fragment.name), line \(error.line), column \(error.column): \(error.message)", at: place,
            element: fragment.owner)
    }
}

extension String {
    /// Takes the indentation of the first line of code from all lines: in XML a script is often indented as a whole.
    var dedented: String {
        let lines = parts(between: "\n")
        let isCode: (String) -> Bool = { line in
            let rest = line.unicodeScalars.drop { $0 == " " || $0 == "\t" }
            return rest.first.map { $0 != "#" } ?? false
        }
        guard let first = lines.first(where: isCode) else { return self }
        let indentation = String(first.unicodeScalars.prefix { $0 == " " || $0 == "\t" })
        if indentation.isEmpty { return self }
        return lines.map { $0.without(prefix: indentation) ?? $0 }.joined(separator: "\n")
    }
}

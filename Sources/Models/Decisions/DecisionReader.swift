import XML

/// Reads the decisions of a DMN file.
struct DecisionReader {
    let code: CodeReader
    let report: Report

    /// A decision of a file, or why it cannot be run.
    struct Entry {
        var id: String
        var place: Place
        var result: Result

        enum Result {
            case table(DecisionTable)
            /// Not wrong, but nothing that can be run: told to those who ask for it.
            case unusable(String)
            /// What is wrong with it has been told.
            case refused
        }
    }

    func read(_ root: XMLElement) -> [Entry] {
        root.children(named: "decision", in: root.namespace).compactMap(entry)
    }

    private func entry(_ xml: XMLElement) -> Entry? {
        guard let id = xml.filled("id") else {
            report.problem("this decision has no id", at: xml)
            return nil
        }
        return Entry(id: id, place: report.place(of: xml), result: result(xml, id))
    }

    private func result(_ xml: XMLElement, _ id: String) -> Entry.Result {
        let tables = xml.children(named: "decisionTable", in: xml.namespace)
        guard let table = tables.first else { return .unusable("it has no decision table") }
        if tables.count > 1 {
            report.problem("this decision has several decision tables", at: tables[1], element: id)
            return .refused
        }
        let requires = xml.children(named: "informationRequirement", in: xml.namespace).flatMap(\.children)
        if let other = requires.first(where: { $0.name == "requiredDecision" }) {
            let name = other.attribute("href").map { " \($0)" } ?? ""
            return .unusable(
                "it requires the decision\(name), which is not evaluated; give that a business rule task of its own")
        }
        guard let policy = hitPolicy(of: table, id) else { return .refused }
        let reader = DecisionTableReader(table: table, decision: id, code: code, report: report)
        return .table(
            DecisionTable(
                id: id, name: xml.filled("name"), place: report.place(of: xml), hitPolicy: policy, rules: reader.rules()
            ))
    }

    private func hitPolicy(of table: XMLElement, _ id: String) -> HitPolicy? {
        let name = table.filled("hitPolicy") ?? HitPolicy.unique.rawValue
        guard let policy = HitPolicy(rawValue: name.uppercased()) else {
            let known = HitPolicy.allCases.map(\.rawValue)
            let hint = report.hint(name.uppercased(), among: known)
            report.problem(
                "the hit policy \(name) is not supported\(hint.isEmpty ? "; use one of \(known.joined(separator: ", "))" : hint)",
                at: table, element: id)
            return nil
        }
        if policy == .collect, let aggregation = table.filled("aggregation") {
            report.problem(
                "COLLECT with the aggregation \(aggregation) is not supported; leave it out, and compute it from the list",
                at: table, element: id)
            return nil
        }
        return policy
    }
}

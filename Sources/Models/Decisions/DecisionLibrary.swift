import XML

/// All decisions of all files, by id.
struct DecisionLibrary {
    struct Entry {
        var decision: DecisionTable
        var document: ModelDocument
    }

    private var entries: TextMap<(entry: DecisionReader.Entry, document: ModelDocument)> = [:]

    init(_ documents: [ModelDocument]) {
        for document in documents {
            for entry in document.decisions ?? [] {
                if let other = entries[entry.id]?.entry {
                    document.report.problem(
                        "there is another decision `\(entry.id)`, in \(other.place)", at: entry.place, element: entry.id
                    )
                } else {
                    entries[entry.id] = (entry, document)
                }
            }
        }
    }

    /// The decision of that id; where there is none, or none that can be run, `report` is told.
    func decision(_ id: String, for element: Element, _ report: Report) -> Entry? {
        guard let (entry, document) = entries[id] else {
            report.missing("decision", id, among: entries.keys, at: element.place, element: element.id)
            return nil
        }
        switch entry.result {
        case .table(let decision): return Entry(decision: decision, document: document)
        case .refused: return nil
        case .unusable(let reason):
            report.problem(
                "the decision `\(id)` (\(entry.place)) cannot be run: \(reason)", at: element.place, element: element.id
            )
            return nil
        }
    }
}

import XML

/// All processes of all files, by id.
struct ProcessLibrary {
    struct Entry {
        var fragment: ProcessFragment
        var document: ModelDocument
        var isExecutable: Bool
    }

    /// In the order of the files.
    private(set) var entries: [Entry] = []
    private var numbers: TextMap<Int> = [:]

    /// - Parameter only: the processes to read; nil is all.
    init(
        _ documents: [ModelDocument], dialect: Dialect, only: TextSet? = nil,
        before: (_ file: String) -> Void = { _ in }
    ) {
        for document in documents {
            before(document.source.file)
            for process in document.processes { add(process, document, dialect, only) }
        }
        guard !entries.contains(where: \.isExecutable) else { return }
        let onlyDecisions = documents.allSatisfy { $0.decisions != nil }
        for document in documents
        where document.report.problems.isEmpty && (onlyDecisions || document.decisions == nil) {
            let place = Place(file: document.source.file, line: 1, column: 1)
            document.report.problem(
                "no process here is executable; set `isExecutable=\"true\"`", at: place, element: nil)
        }
    }

    func number(of process: String) -> Int? { Reference.resolve(process, in: numbers).flatMap { numbers[$0] } }

    var ids: some Collection<String> { entries.lazy.map(\.fragment.id) }

    private mutating func add(
        _ process: XMLElement, _ document: ModelDocument, _ dialect: Dialect, _ only: TextSet?
    ) {
        guard let id = process.filled("id") else {
            document.report.problem("this process has no id", at: process)
            return
        }
        if let other = numbers[id] {
            document.report.problem(
                "there is another process `\(id)`, in \(entries[other].fragment.place)", at: process)
            return
        }
        // What does not run, and cannot be called, is a drawing: a partner's side, or a sketch.
        let isWanted = only?.contains(id) ?? true
        let isExecutable = process.flag("isExecutable", true, document.report) && isWanted
        let fragment =
            isExecutable
            ? ProcessReader.read(process, of: document, dialect: dialect)
            : ProcessFragment(id: id, name: nil, place: document.report.place(of: process), scopes: [])
        numbers[id] = entries.count
        entries.append(Entry(fragment: fragment, document: document, isExecutable: isExecutable))
    }
}

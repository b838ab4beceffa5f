import XML

/// The processes that one process needs, found before any of them is read.
struct CalledProcesses {
    private let processes: TextMap<XMLElement>

    init(_ documents: [ModelDocument]) {
        let pairs = documents.flatMap(\.processes).compactMap { process in process.filled("id").map { ($0, process) } }
        processes = TextMap(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The process and all it calls, directly or not; nil where there is no such process.
    func needed(by root: String) -> TextSet? {
        guard processes[root] != nil else { return nil }
        var found: TextSet = [root]
        var next = [root]
        while let id = next.popLast() {
            next += calls(of: id).filter { found.insert($0).inserted }
        }
        return found
    }

    private func calls(of process: String) -> [String] {
        var called: [String] = []
        var next = processes[process].map { [$0] } ?? []
        while let element = next.popLast() {
            if element.name == "callActivity",
                let id = Reference.resolve(element.filled("calledElement"), in: processes)
            {
                called.append(id)
            }
            next += element.children
        }
        return called
    }
}

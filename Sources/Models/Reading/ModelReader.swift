/// Reads BPMN 2.0 models with SpiffWorkflow's extensions, and DMN decision tables, strictly: what is not understood is refused by name and place.
package enum ModelReader {
    /// The executable processes of all files, each with the processes it calls and the decisions it takes, wherever
    /// they stand.
    ///
    /// A process is executable unless it says that it is not.
    /// - Parameter process: where it is named, only this one and those it calls are read, if it is there.
    /// - Parameter before: is told which file is looked at next.
    /// - Throws: everything that is wrong with all files.
    package static func read(
        _ sources: [ModelSource], dialect: Dialect, running process: String? = nil, limits: ModelLimits = ModelLimits(),
        before: (_ file: String) -> Void = { _ in }
    ) throws(ModelProblems) -> [ProcessDefinition] {
        let documents = sources.map { source in
            before(source.file)
            return ModelDocument(source, dialect: dialect, limits: limits)
        }
        let needed = process.flatMap { CalledProcesses(documents).needed(by: $0) }
        let library = ProcessLibrary(documents, dialect: dialect, only: needed, before: before)
        if documents.allSatisfy({ $0.report.problems.isEmpty }) {
            let linker = Linker(
                library: library, decisions: DecisionLibrary(documents), dialect: dialect, limits: limits)
            let definitions = linker.definitions(before)
            if documents.allSatisfy({ $0.report.problems.isEmpty }) { return definitions }
        }
        throw problems(of: documents, limits)
    }

    /// In the order of the files, from top to bottom, each once.
    private static func problems(of documents: [ModelDocument], _ limits: ModelLimits) -> ModelProblems {
        var all: [ModelProblem] = []
        for document in documents {
            var told: Set<ModelProblem> = []
            let sorted = document.report.problems.sorted {
                ($0.place.line, $0.place.column, $0.message) < ($1.place.line, $1.place.column, $1.message)
            }
            all += sorted.filter { told.insert($0).inserted }
        }
        let more = all.count - limits.problems
        if more > 0, let last = all[..<limits.problems].last {
            all.removeLast(more)
            all.append(ModelProblem(place: last.place, element: nil, message: "… and \(more) more problems"))
        }
        return ModelProblems(all)
    }
}

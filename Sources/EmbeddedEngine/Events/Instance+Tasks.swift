import EnginePort
import Messages
import Values

/// Tasks that are done outside: the instance tells what is to be done, waits, and takes the answer.
extension Instance {
    /// The token's task is to be done outside, with this for it.
    mutating func giveOut(_ token: TokenIndex, with payload: Value) throws(EngineFailure) {
        let number = nextCount()
        tokens[token].memory = .task(number: number)
        guard measure(payload) != nil else { throw Nesting.failure(at: node(of: token).id, "what the task is given") }
        let task = TaskID(instance: turn.instance, number: number)
        emit(
            Event(
                kind: .task, name: node(of: token).outsideName ?? "", payload: payload,
                correlations: task.correlations))
    }

    /// The task that is being done outside at this token, if one is.
    func givenOut(_ token: TokenIndex) -> TaskID? {
        guard case .task(let number) = tokens[token].memory else { return nil }
        return TaskID(instance: turn.instance, number: number)
    }

    /// Takes the answer to a task. False where none waits for it.
    mutating func answer(_ event: Event) throws(EngineFailure) -> Bool {
        let waiting = tasks(meantBy: event).filter { node(of: $0).outsideName == event.name }
        guard let token = waiting.first else { return false }
        guard waiting.count == 1 else {
            throw EngineFailure(
                kind: .ambiguous, element: node(of: token).id,
                message: "\(waiting.count) tasks of the instance wait for an answer under the name `\(event.name)`; "
                    + "copy the header x-correlation of the publication that is answered")
        }
        guard measure(event.payload) != nil else { throw Nesting.failure(at: node(of: token).id, "the answer") }
        if node(of: token).isManual {
            guard case .dict(let entries) = event.payload else {
                throw failure(
                    at: token,
                    "the answer is \(event.payload.kindWithArticle), and must be an object: it is merged into the data")
            }
            try complete(token, data: entries)
        } else {
            tokens[token].memory = .caught(event.payload)
            try set(token, to: .ready)
        }
        try runToRest()
        return true
    }

    /// A task has failed outside with this error: the innermost around it that catches it gets it.
    mutating func fail(_ task: TaskID, with error: Event) throws(EngineFailure) -> Bool {
        guard let token = tasks(meantBy: error).first else { return false }
        guard measure(error.payload) != nil else { throw Nesting.failure(at: node(of: token).id, "the payload") }
        let catching = tokensAroundCatching(error, thrownIn: token)
        guard !catching.isEmpty else {
            throw failure(
                at: token,
                "it failed outside with the error `\(error.code ?? error.name)`, which nothing around it catches")
        }
        try deliver(error, toAll: catching, addressed: true)
        try runToRest()
        return true
    }

    /// The tasks an event can be meant for: the one it names, or without a name all that are outside.
    private func tasks(meantBy event: Event) -> [TokenIndex] {
        let named = TaskID(in: event.correlations)
        return tokens(in: 0).filter { token in
            guard let task = givenOut(token) else { return false }
            return named == nil || named == task
        }
    }

    /// Puts what came from outside into the token's data.
    mutating func put(_ value: Value, as variable: String, into token: TokenIndex) {
        tokens[token].data[variable] = value
    }
}

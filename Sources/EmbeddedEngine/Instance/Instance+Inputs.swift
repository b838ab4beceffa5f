import EnginePort
import Messages
import Models
import Values

extension Instance {
    /// Begins. False where no start element catches the event it should begin by.
    mutating func begin(by start: StartInput) throws(EngineFailure) -> Bool {
        switch start {
        case .none(let data):
            guard case .dict(let entries) = data else {
                throw EngineFailure(
                    kind: .model, element: nil, message: "the initial data is \(data.kindWithArticle), not an object")
            }
            try begin(with: entries)
            return true
        case .event(let event): return try begin(by: event)
        }
    }

    /// Takes an input and runs to rest. False where nobody waited for it.
    mutating func take(_ input: EngineInput) throws(EngineFailure) -> Bool {
        switch input {
        case .event(let event, let addressed): return try sendEvent(event, addressed: addressed)
        case .complete(let element, let data):
            guard case .dict(let entries) = data else {
                throw EngineFailure(
                    kind: .model, element: element, message: "the data is \(data.kindWithArticle), not an object")
            }
            return try complete(element, data: entries)
        case .reset(let element, let data):
            guard let data else { return try reset(to: element, data: nil) }
            guard case .dict(let entries) = data else {
                throw EngineFailure(
                    kind: .model, element: element, message: "the data is \(data.kindWithArticle), not an object")
            }
            return try reset(to: element, data: entries)
        case .time:
            let hasRung = try ringAlarms()
            try runToRest()
            return hasRung
        }
    }

    /// Begins by the none start element with this data; where there is none, the start elements wait.
    mutating func begin(with data: TaskData) throws(EngineFailure) {
        guard measure(data) != nil else { throw Nesting.failure(at: nil, "the initial data") }
        try enterStarts(of: 0, with: data) { _ in true }
        try runToRest()
    }

    /// Begins by the start elements that catch this event. False where none does.
    mutating func begin(by event: Event) throws(EngineFailure) -> Bool {
        try enterStarts(of: 0, with: [:]) { !$0.isNone }
        return try sendEvent(event, addressed: false)
    }

    /// Every waiting catch that matches gets the event; then the instance runs to rest. False where none matches.
    mutating func sendEvent(_ event: Event, addressed: Bool) throws(EngineFailure) -> Bool {
        if event.kind == .task { return try answer(event) }
        if event.kind == .error, let task = TaskID(answeredBy: event) { return try fail(task, with: event) }
        let catching = tokensCatching(event, addressed: addressed)
        if catching.isEmpty { return false }
        guard measure(event.payload) != nil else { throw Nesting.failure(at: nil, "the payload") }
        try deliver(event, toAll: catching, addressed: addressed)
        try runToRest()
        return true
    }

    /// Completes the first ready user, manual or plain task of that element. False where none is ready.
    mutating func complete(_ element: String, data: TaskData) throws(EngineFailure) -> Bool {
        guard let token = firstReadyTask(of: element) else { return false }
        guard measure(data) != nil else { throw Nesting.failure(at: element, "the data") }
        try complete(token, data: data)
        try runToRest()
        return true
    }

    /// Completes a ready task after merging `data` into its own.
    mutating func complete(_ token: TokenIndex, data: TaskData) throws(EngineFailure) {
        for (name, value) in data { tokens[token].data[name] = value }
        tokens[token].memory = .nothing
        self.pass += 1
        try execute(token)
    }
}

import Core
import Messages
package import Values

/// Requests as lines of JSON: their words and names stand here and nowhere else.
extension ControlRequest {
    /// What is asked.
    private enum Ask: String {
        case instances = "instances"
        case instance = "instance"
        case parked = "parked"
        case parkedThing = "parked thing"
        case held = "held"
        case heldThing = "held thing"
        case discardHeld = "discard held"
        case retry = "retry"
        case discard = "discard"
        case backup = "backup"
    }

    /// The names of the fields.
    fileprivate enum Name: String {
        case ask = "ask"
        case id = "id"
        case number = "number"
        case process = "process"
        case status = "status"
        case kind = "kind"
        case reason = "reason"
        case name = "name"
        case queue = "queue"
        case after = "after"
        case limit = "limit"
        case chosen = "chosen"
        case why = "why"
        case path = "path"
    }

    /// As it goes over the wire.
    package var value: Value {
        switch self {
        case .instances(let filter, let after, let limit):
            Self.line(
                .instances, (.process, filter.process), (.status, filter.status?.word), (.after, after), (.limit, limit)
            )
        case .instance(let id): Self.line(.instance, (.id, id))
        case .parked(let filter, let after, let limit):
            Self.line(
                .parked, (.process, filter.process), (.kind, filter.kind?.word), (.reason, filter.reason),
                (.after, after), (.limit, limit))
        case .parkedThing(let number): Self.line(.parkedThing, (.number, number))
        case .held(let filter, let after, let limit):
            Self.line(.held, (.name, filter.name), (.queue, filter.queue), (.after, after), (.limit, limit))
        case .heldThing(let number): Self.line(.heldThing, (.number, number))
        case .discardHeld(let number, let why): Self.line(.discardHeld, (.number, number), (.why, why))
        case .retry(let number, let isChosen): Self.line(.retry, (.number, number), (.chosen, isChosen))
        case .discard(let number, let why): Self.line(.discard, (.number, number), (.why, why))
        case .backup(let path): Self.line(.backup, (.path, path))
        }
    }

    /// Without the fields that are nil.
    private static func line(_ ask: Ask, _ fields: (Name, (any RequestField)?)...) -> Value {
        var entries: TextTable<Value> = [Name.ask.rawValue: .string(ask.rawValue)]
        for (name, field) in fields { entries[name.rawValue] = field?.value }
        return .dict(entries)
    }

    /// Reads a line.
    package init(line: [UInt8]) throws(ControlProblem) {
        let value: Value
        do {
            value = try JSON.parse(line)
        } catch {
            throw ControlProblem("a request is one line of JSON: \(error)")
        }
        let asked = value.optionalText(.ask)
        guard let ask = asked.flatMap({ Ask(rawValue: $0) }) else {
            throw ControlProblem("this bridge does not know the request \(asked ?? "without \"ask\"")")
        }
        switch ask {
        case .instances:
            let filter = InstanceFilter(process: value.optionalText(.process), status: try value.word(.status))
            self = .instances(filter, after: try value.number(.after), limit: try value.number(.limit))
        case .instance: self = .instance(id: try value.text(.id))
        case .parked:
            let filter = ParkedFilter(
                process: value.optionalText(.process), kind: try value.word(.kind), reason: value.optionalText(.reason))
            self = .parked(filter, after: try value.number(.after), limit: try value.number(.limit))
        case .parkedThing: self = .parkedThing(number: try value.number(.number))
        case .held:
            let filter = HeldFilter(name: value.optionalText(.name), queue: value.optionalText(.queue))
            self = .held(filter, after: try value.number(.after), limit: try value.number(.limit))
        case .heldThing: self = .heldThing(number: try value.number(.number))
        case .discardHeld: self = .discardHeld(number: try value.number(.number), why: try value.text(.why))
        case .retry:
            self = .retry(number: try value.number(.number), isChosen: value[Name.chosen.rawValue] != .bool(false))
        case .discard: self = .discard(number: try value.number(.number), why: try value.text(.why))
        case .backup: self = .backup(path: try value.text(.path))
        }
    }
}

/// What a request is made of.
private protocol RequestField {
    var value: Value { get }
}

extension String: RequestField {
    fileprivate var value: Value { .string(self) }
}

extension Int: RequestField {
    fileprivate var value: Value { .int(self) }
}

extension Bool: RequestField {
    fileprivate var value: Value { .bool(self) }
}

extension Value {
    fileprivate func optionalText(_ name: ControlRequest.Name) -> String? { self[name.rawValue]?.asString }

    fileprivate func text(_ name: ControlRequest.Name) throws(ControlProblem) -> String {
        guard let text = optionalText(name) else {
            throw ControlProblem("\"\(name.rawValue)\" is missing or no text")
        }
        return text
    }

    fileprivate func number(_ name: ControlRequest.Name) throws(ControlProblem) -> Int {
        guard case .int(let number) = self[name.rawValue], number >= 0 else {
            throw ControlProblem("\"\(name.rawValue)\" is missing or no number from 0")
        }
        return number
    }

    /// Nil where it is not said.
    fileprivate func word<Word: NamedByWord>(_ name: ControlRequest.Name) throws(ControlProblem) -> Word? {
        guard let text = optionalText(name) else { return nil }
        guard let word = Word(word: text) else { throw ControlProblem("there is no \(name.rawValue) \(text)") }
        return word
    }
}

import Core
package import Values

/// What a command asks a running bridge: one request a connection, one line of JSON.
package enum ControlRequest: Sendable, Hashable {
    /// A page of the instances, in the order they began, after the one that the page before ended with.
    case instances(InstanceFilter, after: Int, limit: Int)
    /// All that is known of one.
    case instance(id: String)
    /// A page of what is parked, the oldest first.
    case parked(ParkedFilter, after: Int, limit: Int)
    /// All that is known of one parked thing.
    case parkedThing(number: Int)
    /// A page of what is held, the oldest first.
    case held(HeldFilter, after: Int, limit: Int)
    /// All that is known of one held event.
    case heldThing(number: Int)
    case discardHeld(number: Int, why: String)
    /// - Parameter isChosen: a person named the number; else what only a person can choose stays parked.
    case retry(number: Int, isChosen: Bool = true)
    case discard(number: Int, why: String)
    /// A copy of the database, to a file that does not exist yet.
    case backup(path: String)
}

/// Which instances are asked for; nil is any.
package struct InstanceFilter: Sendable, Hashable {
    package var process: String?
    /// `running`, `parked` or `completed`.
    package var status: String?

    package init(process: String? = nil, status: String? = nil) {
        self.process = process
        self.status = status
    }
}

/// Which parked things are asked for; nil is any.
package struct ParkedFilter: Sendable, Hashable {
    package var process: String?
    /// `delivery`, `event`, `instance` or `publication`.
    package var kind: String?
    /// A part of the reason's text, in any case.
    package var reason: String?

    package init(process: String? = nil, kind: String? = nil, reason: String? = nil) {
        self.process = process
        self.kind = kind
        self.reason = reason
    }
}

/// Which held events are asked for; nil is any.
package struct HeldFilter: Sendable, Hashable {
    /// A part of the event's name.
    package var name: String?
    package var queue: String?

    package init(name: String? = nil, queue: String? = nil) {
        self.name = name
        self.queue = queue
    }
}

extension ControlRequest {
    /// As it goes over the wire.
    package var value: Value {
        switch self {
        case .instances(let filter, let after, let limit):
            .fields(
                ("ask", "instances"), ("process", .text(filter.process)), ("status", .text(filter.status)),
                ("after", .int(after)), ("limit", .int(limit)))
        case .instance(let id): ["ask": "instance", "id": .string(id)]
        case .parked(let filter, let after, let limit):
            .fields(
                ("ask", "parked"), ("process", .text(filter.process)), ("kind", .text(filter.kind)),
                ("reason", .text(filter.reason)), ("after", .int(after)), ("limit", .int(limit)))
        case .parkedThing(let number): ["ask": "parked thing", "number": .int(number)]
        case .held(let filter, let after, let limit):
            .fields(
                ("ask", "held"), ("name", .text(filter.name)), ("queue", .text(filter.queue)), ("after", .int(after)),
                ("limit", .int(limit)))
        case .heldThing(let number): ["ask": "held thing", "number": .int(number)]
        case .discardHeld(let number, let why):
            ["ask": "discard held", "number": .int(number), "why": .string(why)]
        case .retry(let number, let isChosen):
            ["ask": "retry", "number": .int(number), "chosen": .bool(isChosen)]
        case .discard(let number, let why): ["ask": "discard", "number": .int(number), "why": .string(why)]
        case .backup(let path): ["ask": "backup", "path": .string(path)]
        }
    }

    /// Reads a line.
    package init(line: [UInt8]) throws(ControlProblem) {
        let value: Value
        do {
            value = try JSON.parse(line)
        } catch {
            throw ControlProblem("a request is one line of JSON: \(error)")
        }
        switch value["ask"]?.asString {
        case "instances":
            let filter = InstanceFilter(process: value["process"]?.asString, status: value["status"]?.asString)
            self = .instances(filter, after: try value.number("after"), limit: try value.number("limit"))
        case "instance": self = .instance(id: try value.text("id"))
        case "parked":
            let filter = ParkedFilter(
                process: value["process"]?.asString, kind: value["kind"]?.asString, reason: value["reason"]?.asString)
            self = .parked(filter, after: try value.number("after"), limit: try value.number("limit"))
        case "parked thing": self = .parkedThing(number: try value.number("number"))
        case "held":
            let filter = HeldFilter(name: value["name"]?.asString, queue: value["queue"]?.asString)
            self = .held(filter, after: try value.number("after"), limit: try value.number("limit"))
        case "held thing": self = .heldThing(number: try value.number("number"))
        case "discard held":
            self = .discardHeld(number: try value.number("number"), why: try value.text("why"))
        case "retry": self = .retry(number: try value.number("number"), isChosen: value["chosen"] != .bool(false))
        case "discard": self = .discard(number: try value.number("number"), why: try value.text("why"))
        case "backup": self = .backup(path: try value.text("path"))
        case let other: throw ControlProblem("this bridge does not know the request \(other ?? "without \"ask\"")")
        }
    }
}

extension Value {
    /// An object without the fields that are null.
    package static func fields(_ fields: (String, Value)...) -> Value {
        var object = Value.emptyDict
        if case .dict(var entries) = object {
            for (name, value) in fields where value != .null { entries[name] = value }
            object = .dict(entries)
        }
        return object
    }

    package static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }

    fileprivate func text(_ name: String) throws(ControlProblem) -> String {
        guard let text = self[name]?.asString else { throw ControlProblem("\"\(name)\" is missing or no text") }
        return text
    }

    fileprivate func number(_ name: String) throws(ControlProblem) -> Int {
        guard case .int(let number) = self[name], number >= 0 else {
            throw ControlProblem("\"\(name)\" is missing or no number from 0")
        }
        return number
    }
}

import Messages
import StorePort
import TestKit
import Values

@testable import Core

/// Everything that a round can ask a working set, as text: question and answer.
struct SetAnswers {
    private let set: WorkingSet
    private var lines: [String] = []

    static func of(_ set: WorkingSet, instances: Int) throws -> [String] {
        var answers = SetAnswers(set: set)
        answers.note("holds any", set.holdsAny())
        answers.note("broadcasts", set.isBroadcasting)
        for number in 1...max(1, instances) { try answers.instance(Sample.id(number)) }
        try answers.receivers()
        try answers.held()
        try answers.messages()
        try answers.parked()
        for route in SetWork.routes { answers.note("kept by \(route)", try set.kept(route: route)) }
        return answers.lines
    }

    private mutating func note(_ question: String, _ answer: Any?) {
        lines.append("\(question): \(answer.map { "\($0)" } ?? "-")")
    }

    private mutating func instance(_ id: InstanceID) throws {
        guard let one = try set.instance(id) else { return note("\(id)", nil) }
        var plain = one
        plain.waits = .list(try set.subscriptions(of: one))
        note("\(id)", plain)
        note("by its key", try set.instance(one.key)?.id)
        note("its id", try set.instanceID(of: one.key))
        note("its state", try set.state(of: one.key))
        note("its process", try set.processes(of: one.key))
        note("parked of it", try set.parked(of: one.key, limit: 2).map(\.number))
    }

    private mutating func receivers() throws {
        for kind in [EventKind.message, .signal] {
            for name in SetWork.names {
                for definition in SetWork.definitions {
                    for numbers in [[], [0], [0, 1]] {
                        for limit in [2, 99] {
                            let query = Sample.receivers(name, numbers, kind: kind, of: definition, limit: limit)
                            note("who waits for \(query)", try set.waiting(query))
                        }
                    }
                }
            }
        }
    }

    private mutating func held() throws {
        let some: [HeldKey] = [.uncorrelated, .correlation(Sample.correlation(0)), .addressee(Sample.id(1))]
        for name in SetWork.names + [nil] {
            for keys in [[], [.correlation(Sample.correlation(1))], some] {
                for (isOpen, after, limit) in [(true, 0, 2), (false, 0, 99), (false, 3, 2)] as [(Bool, Int64, Int)] {
                    let query = HeldQuery(
                        kind: .message, name: name, openly: isOpen, keys: keys, after: after, limit: limit)
                    note("held \(query)", try set.held(query).map(\.position))
                }
            }
        }
        for position in 0...set.keys.held { note("held \(position)", try set.held(position: position)) }
    }

    private mutating func messages() throws {
        for message in 0...3 {
            for content in 0...1 {
                let key = try SetWork.key(of: message, content, in: set)
                note(
                    "m\(message) \(content)", try set.inboxFinding(id: "m\(message)", source: "in", key: key, body: []))
                note("applied otherwise", try set.otherApplied(key))
                note("other bodies", try set.parked(of: key).map(\.number))
                note("the first of them", try set.parked(of: key, limit: 1).map(\.number))
            }
        }
    }

    private mutating func parked() throws {
        for number in 0...set.keys.parked { note("parked \(number)", try set.parked(number: number)) }
    }
}

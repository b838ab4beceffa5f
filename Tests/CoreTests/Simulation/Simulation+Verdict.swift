import Messages
import SQLiteStore
import StorePort
import Values

@testable import AMQP
@testable import Core
@testable import Daemon
@testable import Operations

/// Healing, draining, and the promises at rest.
extension Simulation {
    func heal() throws {
        note("healing")
        broker.unblock()
        isDiskFull = false
        broker.exchange.unbound = []
        post(workload.messages.count)
        try drain()
    }

    /// Lets everybody do what they have to do until nobody has anything left.
    func drain() throws {
        for turn in 0..<3000 {
            notice()
            try reconnect()
            post(workload.messages.count)
            while broker.deliver("in") || broker.deliver("brief") {}
            try turnConsumer(10_000)
            answerSteps(10_000)
            try turnCore(fault: .none)
            try turnPublisher(reading: 10_000, writing: 10_000)
            try turnBroker(10_000)
            for channel in broker.publishing {
                for index in channel.pending.indices.reversed() { broker.confirm(channel, at: index, multiple: false) }
            }
            if isAtRest { return }
            // What was refused, or waits for the disk, is tried again after a while.
            if turn % 4 == 3 {
                now = now + .microseconds(turn > 40 ? 500_000 : 62_500)
            }
        }
        throw Violation(
            "it does not come to rest: \(core?.arrived.count ?? 0) arrived, \(core?.outboxCount ?? 0) in the outbox, "
                + "\(letters.count) letters, broker empty: \(broker.isEmpty)")
    }

    private var isAtRest: Bool {
        guard let core else { return false }
        return letters.isEmpty && broker.isEmpty && core.isDrained && !core.hasWork(at: now)
            && consumer.channel?.written.isEmpty == true && publisher.channel?.written.isEmpty == true
            && publisher.session?.unsettled == 0 && consumer.session?.outstanding == 0
    }

    /// Which of the states that the store may be in is it in?
    func recognise(_ states: [ReferenceModel]) throws {
        guard let core else { return }
        let contents = try StoreContents.read(core, messages: workload.messages)
        let expected = states.map { $0.lines(messages: workload.messages) }
        let matching = states.indices.filter { expected[$0] == contents.lines }
        // Where nothing else tells them apart, a dead letter in the outbox does.
        let lettered = matching.first { place in
            let dead = states[place].dead.map(\.text)
            return contents.deadLetters.allSatisfy { dead.contains($0) }
        }
        guard let place = lettered ?? matching.first else {
            throw Violation(
                "the store is in no state that it may be in:\n"
                    + expected.map { difference(contents.lines, $0) }.joined(separator: "\nor\n"))
        }
        model = states[place]
        if states.count > 1 { note(place == 0 ? "it had not happened" : "it had happened") }
        try checkOut(contents)
        try checkIn()
    }

    private func difference(_ found: [String], _ expected: [String]) -> String {
        let lost = expected.filter { !found.contains($0) }.map { "  missing: \($0)" }
        let unexpected = found.filter { !expected.contains($0) }.map { "  unexpected: \($0)" }
        if lost.isEmpty && unexpected.isEmpty {
            let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            return "  in another order or number, from the \(place ?? -1)th on:\n"
                + "  found: \(found[(place ?? 0)...])\n  expected: \(expected[(place ?? 0)...])"
        }
        return (lost + unexpected).joined(separator: "\n")
    }

    /// Nothing lost in: what the broker has forgotten has its effect in the file.
    private func checkIn() throws {
        if let lost = broker.acknowledged.subtracting(model.applied).min() {
            throw Violation("message \(lost) was acknowledged and is not applied")
        }
    }

    /// Nothing lost out, nothing made up: what was emitted is in the outbox, or parked, or was confirmed.
    private func checkOut(_ contents: StoreContents) throws {
        let exchange = broker.exchange
        var expected: TextMap<ReferenceModel.Emission> = [:]
        for (instance, found) in zip(model.instances, contents.instances) {
            for emission in instance.outward {
                let id = "\(found.id)/\(emission.sequence)"
                expected[id] = emission
                let isKept =
                    contents.outbox[id] == [emission.body] || contents.parkedPublications[id] == [emission.body]
                let hasArrived = exchange.isConfirmed(id) && exchange.first[id] != nil
                guard isKept || hasArrived else {
                    throw Violation("\(emission.type) of \(instance.name) is lost: \(id) \(emission.body)")
                }
            }
        }
        for publication in exchange.arrivals where publication.exchange == "out" {
            let body = String(decoding: publication.body, as: UTF8.self)
            let emission = expected[publication.properties.messageID ?? ""]
            guard emission?.body == body, emission?.type == publication.properties.type else {
                throw Violation("\(name(publication)) was never emitted: \(body), but \(emission?.body ?? "nothing")")
            }
        }
        for id in contents.parkedPublications.keys.sorted() where !exchange.returned.contains(id) {
            throw Violation("\(id) is parked and was never returned")
        }
        try checkDead(contents)
    }

    private func checkDead(_ contents: StoreContents) throws {
        let dead = TextSet(model.dead.map(\.text))
        let arrived = broker.exchange.arrivals.filter { $0.exchange.isEmpty }
        if let other = arrived.first(where: { !dead.contains(String(decoding: $0.body, as: UTF8.self)) }) {
            throw Violation("\(name(other)) should not be dead")
        }
        for message in model.dead {
            let isKept: Bool
            let hasArrived: Bool
            if let id = message.id {
                isKept = contents.outbox[id]?.contains(message.text) ?? false
                hasArrived = broker.exchange.first[id]?.contains { Array(message.text.utf8) == $0.body } ?? false
            } else {
                isKept = contents.outbox.values.contains { $0.contains(message.text) }
                hasArrived = arrived.contains { Array(message.text.utf8) == $0.body }
            }
            guard isKept || hasArrived else { throw Violation("the dead letter of message \(message.serial) is lost") }
        }
    }

    /// The end: everything applied, everything out, nothing left over.
    func judge() throws {
        try recognise([model])
        guard let core else { return }
        let contents = try StoreContents.read(core, messages: workload.messages)
        if let id = contents.outbox.keys.min() { throw Violation("\(id) stays in the outbox") }
        guard core.outboxCount == 0 else { throw Violation("\(core.outboxCount) in the outbox, says the core") }
        if let held = model.held.first { throw Violation("\(held.occurrence.name) is held for ever") }
        for message in workload.messages where !model.applied.contains(message.serial) {
            throw Violation("message \(message.serial) was never applied")
        }
        guard broker.acknowledged.count == workload.messages.count else {
            throw Violation("\(broker.acknowledged.count) of \(workload.messages.count) messages were acknowledged")
        }
    }
}

import Messages
import SQLiteStore
import StorePort
import Values

/// Finding the receiver, and what the processes do.
extension ReferenceModel {
    private static let starting: TextMap = [
        "order_placed": "order", "begin": "caller", "work": "worker", "race_begun": "race", "waker_begun": "waker",
        "listen_begun": "listener", "burst_begun": "burst", "flop_begun": "flop", "crier_begun": "crier",
        "chimer_begun": "chimer", "failer_begun": "failer",
    ]

    mutating func receive(_ occurrence: Occurrence) throws -> Outcome {
        if occurrence.isAddressed { return try receiveAddressed(occurrence) }
        let waiting = instances.indices.filter { waits($0, for: occurrence) && $0 != occurrence.thrownBy }
        if occurrence.kind == .signal {
            for index in waiting { try eventCame(index, occurrence) }
            return waiting.isEmpty ? hold(occurrence) : .delivered
        }
        if waiting.count > 1 {
            let outcome = park(occurrence, "receiver")
            return outcome == .parked ? .ambiguous : outcome
        }
        if let index = waiting.first {
            try eventCame(index, occurrence)
            return .delivered
        }
        if let process = Self.starting[occurrence.name] {
            try start(process, by: occurrence)
            return .started
        }
        return hold(occurrence)
    }

    private mutating func receiveAddressed(_ occurrence: Occurrence) throws -> Outcome {
        guard let index = occurrence.addressee, instances[index].status != .completed
        else { return giveUp(occurrence) }
        guard instances[index].status == .running, instances[index].waitsFor == occurrence.name else {
            return hold(occurrence)
        }
        try eventCame(index, occurrence)
        return .delivered
    }

    private func waits(_ index: Int, for occurrence: Occurrence) -> Bool {
        let instance = instances[index]
        guard instance.status == .running, instance.waitsFor == occurrence.name else { return false }
        if occurrence.isAddressed { return index == occurrence.addressee }
        return occurrence.kind == .signal || instance.key == occurrence.key
    }

    /// The oldest held one that it waits for; one it fails at is parked, and the next has its turn.
    mutating func release(to index: Int) {
        guard
            let place = held.firstIndex(where: { waits(index, for: $0.occurrence) && $0.occurrence.thrownBy != index })
        else { return }
        let occurrence = held.remove(at: place).occurrence
        do {
            try eventCame(index, occurrence)
            count(.delivered)
        } catch {
            count(park(occurrence, "engine"))
            steps.append(.release(index))
        }
    }

    private mutating func start(_ process: String, by occurrence: Occurrence) throws {
        var instance = Instance(name: occurrence.cause, process: process, key: occurrence.key ?? "")
        let index = instances.count
        let key = "\"key\":\"\(instance.key)\""
        var inward: [Occurrence] = []
        switch process {
        case "order":
            guard let amount = occurrence.amount else { throw Failed() }
            emit("payment_requested", "{\(key),\"amount\":\(amount)}", &instance)
            instance.waitsFor = "payment_received"
        case "caller":
            instance.sequence = 1
            inward.append(thrown("work", by: instance, index))
            instance.waitsFor = "done"
        case "worker":
            instance.sequence = 1
            inward.append(thrown("done", by: instance, index))
            instance.status = .completed
        case "burst":
            for n in 1...SimulationModels.sparks { emit("spark", "{\"n\":\(n),\(key)}", &instance) }
            instance.status = .completed
        case "listener": instance.waitsFor = "bell"
        case "crier", "failer":
            instance.sequence = 1
            let isSignal = process == "crier"
            inward.append(
                Occurrence(
                    kind: isSignal ? .signal : .error, name: isSignal ? "bell" : "E1", cause: "\(instance.name)/1",
                    thrownBy: index))
            instance.status = .completed
        case "chimer":
            // Goes both ways: to the exchange, and to nobody here.
            emit("chime", "null", &instance)
            instance.status = .completed
        case "race":
            instance.waitsFor = "race_answered"
            instance.wakeAt = ring
        default: instance.wakeAt = ring
        }
        save(instance, index, inward)
    }

    private mutating func eventCame(_ index: Int, _ occurrence: Occurrence) throws {
        var instance = instances[index]
        let key = "\"key\":\"\(instance.key)\""
        switch instance.process {
        case "order":
            guard let amount = occurrence.amount else { throw Failed() }
            emit("order_shipped", "{\(key),\"amount\":\(amount)}", &instance)
        case "caller": emit("all_done", "{\(key)}", &instance)
        case "listener": emit("rung", "{\(key)}", &instance)
        default: emit("race_over", "{\(key),\"by\":\"answer\"}", &instance)
        }
        end(&instance)
        save(instance, index, [])
    }

    mutating func timePassed(_ index: Int) throws {
        var instance = instances[index]
        var inward: [Occurrence] = []
        switch instance.process {
        case "flop": throw Failed()
        case "race": emit("race_over", "{\"key\":\"\(instance.key)\",\"by\":\"time\"}", &instance)
        default:
            instance.sequence = 1
            inward.append(thrown("race_answered", by: instance, index))
        }
        end(&instance)
        save(instance, index, inward)
    }

    private mutating func save(_ instance: Instance, _ index: Int, _ inward: [Occurrence]) {
        if index == instances.count { instances.append(instance) } else { instances[index] = instance }
        for occurrence in inward { steps.append(.receive(occurrence)) }
        if instance.waitsFor != nil { steps.append(.release(index)) }
    }

    /// A timer rings after its time, not at it.
    private var ring: Timestamp { now + .seconds(600) + .microseconds(1) }

    private func end(_ instance: inout Instance) {
        instance.status = .completed
        instance.waitsFor = nil
        instance.wakeAt = nil
    }

    private func emit(_ type: String, _ body: String, _ instance: inout Instance) {
        instance.sequence += 1
        instance.outward.append(Emission(sequence: instance.sequence, type: type, body: body))
    }

    private func thrown(_ name: String, by instance: Instance, _ index: Int) -> Occurrence {
        Occurrence(name: name, key: instance.key, cause: "\(instance.name)/1", thrownBy: index)
    }
}

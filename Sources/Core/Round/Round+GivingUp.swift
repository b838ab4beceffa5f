import Journal
import Messages
import Routing
import StorePort
import Values

/// What the process has died in too often, put aside without doing any of it again.
extension Round {
    /// How far a delivery has come.
    enum Phase {
        /// It was decoded and routed: doing that once more does not kill.
        static let translated: UInt8 = 1
    }

    /// Parks a delivery that has been begun too often: it may be what ends the process. False where it has not.
    func giveUp(on delivery: Delivery, _ unit: WorkUnit) throws -> Bool {
        guard let reason = units.reason(against: unit), let known = units.count(of: unit) else { return false }
        // What somebody has sent back is known by what it was.
        let original = ReturnedLetter.original(of: delivery) ?? delivery
        if let number = known.parked {
            // A person has decided about it: it is tried again.
            guard try set.parked(number: number) != nil else {
                units.forget(unit, in: set)
                return false
            }
            // What has an id, and is the same to the last byte, is the copy that comes if an acknowledgement was lost.
            if delivery.properties.messageID != nil {
                count(.duplicate)
                return true
            }
        }
        let isTranslated = known.phase >= Phase.translated
        let message =
            isTranslated
            ? try message(of: original) : try untranslated(original)
        let outcome = try park(
            KeptDelivery(original), reason: reason, stage: "attempts", key: message?.key)
        try remember(message, of: original, outcome: outcome, instance: nil)
        if !isTranslated { set.mayHaveUntranslated = true }
        if outcome == .parked, let lastParked {
            units.set(parked: lastParked, unit, at: now, in: set)
        } else {
            units.forget(unit, in: set)
        }
        count(outcome)
        return true
    }

    /// Parks a message that came undecoded, for its properties are what ended the process. False for every other.
    func giveUp(onDecoding delivery: Delivery) throws -> Bool {
        guard units.suspects(.decoding) else { return false }
        let unit = WorkUnit(decoding: delivery.propertyList)
        guard let reason = units.reason(against: unit), delivery.defect != nil else {
            // It is here, so it was decoded.
            units.forget(unit, in: set)
            return false
        }
        count(
            try park(
                KeptDelivery(delivery, isUndecoded: true), reason: reason, stage: "attempts", key: nil))
        return true
    }

    /// Why a publication is not given to the broker any more, if so.
    func reason(against publication: Publication) -> Units.Reason? {
        guard units.suspects(.publishing) else { return nil }
        return units.reason(against: WorkUnit(publication))
    }

    /// Gives a parked thing up, without looking at it if that is what ends the process.
    package func discardAlone(_ number: Int64, why: String) throws
        -> RetryOutcome
    {
        var result = RetryOutcome.gone
        try units.run(
            WorkUnit(.discard, position: number), in: set, about: about(parked: number)
        ) {
            result = try discard(number, why: why)
        } putAside: { _ in
            guard let row = try set.parked(number: number) else { return }
            set.giveUp(row, why: why, subject: nil, at: now)
            if let key = row.key { try set.amend(key, outcome: .discarded, instance: nil) }
            if row.kind == .instance, let key = row.instance {
                _ = set.end(parked: key, reason: why, at: now)
            }
            effects.note(.discarded, why, parked: number)
            count(.discarded)
            result = .discarded
        }
        set.append(.forgetRequest(parked: number))
        return result
    }

    /// Gives a held event up, as a person asked.
    package func discard(held position: Int64, why: String) throws
        -> RetryOutcome
    {
        guard let held = try set.held(position: position) else { return .gone }
        try units.run(WorkUnit(.discard, UInt64(bitPattern: position), 1), in: set, about: held.about) {
            guard let incoming = try? held.incoming(.byRoute) else { return }
            effects.note(.discarded, why, incoming)
        } putAside: { _ in
        }
        set.release(held: held)
        if let key = held.key { try set.amend(key, outcome: .discarded, instance: nil) }
        count(.discarded)
        return .discarded
    }

    func noteCleaningSkipped(_ reason: String) {
        effects.notes.append(
            .init(outcome: .parked, reason: "\(reason); it is left out for an hour", details: [.work: "cleaning"]))
    }
}

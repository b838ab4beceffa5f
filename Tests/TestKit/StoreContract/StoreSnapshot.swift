import Messages
package import StorePort
import Values

/// Everything that a store answers, a line an answer: what two stores are compared by.
package struct StoreSnapshot: Hashable, Sendable {
    package private(set) var lines: [String] = []

    package init(_ store: any BridgeStore, _ work: RandomWork) throws {
        let read = StoreReader(store)
        for instance in try read.instances(limit: .max, scanning: .max).instances {
            var plain = instance
            // How they are written is the store's own business.
            plain.waits = .list(try read.waits(of: instance))
            let state = try read.state(of: instance.key)
            let messages = try read.received(instance.key)
            lines.append("\(plain) \(state?.count ?? -1) of \(state?.first ?? 0) \(messages)")
            lines.append("\(try read.outbox(of: instance.key)) \(try read.parked(of: instance.key))")
        }
        let page = try read.instances(.parked, limit: 2, scanning: 5)
        lines.append("\(page.instances.map(\.key)), then \(page.next?.number ?? 0)")
        for want in Self.wants(work) { lines.append("\(try store.read(want))") }
        for definition in RandomWork.definitions {
            for name in RandomWork.names {
                let query = Sample.receivers(name, [0, 2], of: definition, limit: .max)
                lines.append("\(name) is for \(try read.receivers(query))")
            }
        }
        let deaths = try read.deaths().map { "\($0.key): \($0.value)" }
        lines.append("\(deaths.sorted())")
        let standing = try read.standing()
        let counts = [standing.held, standing.outbox, standing.parked, standing.broadcasts]
        let kept = standing.kept.filter { $0.value != KeptAmount() }.sorted { $0.key < $1.key }
        lines.append("\(counts) \(kept) \(standing.mayHaveUntranslated) \(standing.instances)")
        // Where the last message is forgotten, a store may forget its position at a start.
        var keys = try read.lastKeys()
        keys.message = 0
        lines.append("\(keys)")
    }

    private static func wants(_ work: RandomWork) -> [Want] {
        let moment = Sample.noon + .seconds(work.seconds / 2)
        var wants: [Want] = [
            .due(moment, limit: 5), .due(.distantFuture, limit: .max), .nextTimer, .ended(before: moment, limit: 3),
            .ended(before: .distantFuture, limit: .max),
            .oldMessages(before: moment, after: 3, limit: 4), .heldPage(after: 0, limit: .max, bytes: .max),
            .expired(moment, limit: 3), .nextExpiry, .outbox(after: 0, limit: .max),
            .parkedPage(after: 0, limit: .max, bytes: .max), .parkedWithoutKey, .retryRequests,
            .broadcast(receivers: 2), .liveDefinitions,
        ]
        for number in 0..<RandomWork.variety {
            wants.append(.messages(digest: number))
            wants.append(.otherBodies(MessageKey(identity: number, content: 1), limit: 3))
            wants.append(.fact("f\(number)"))
            wants.append(.source("s\(number)"))
        }
        for name in RandomWork.names + [nil] {
            for keys in [[], [HeldKey.uncorrelated, .addressee(Sample.id(1))]] {
                for openly in [true, false] {
                    wants.append(
                        .held(HeldQuery(kind: .message, name: name, openly: openly, keys: keys, after: 1, limit: 9)))
                }
            }
        }
        for number in 1...max(1, work.keys.parked) { wants.append(.givenUp(number)) }
        return wants
    }
}

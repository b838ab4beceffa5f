import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    /// Something of every kind, and all that it changes.
    private static func everything(_ first: Int64) -> [Change] {
        let number = Int(first)
        return [
            .definition(Sample.other), .source("s\(first)", key: first),
            Sample.begin(number, [Sample.wait()], of: Sample.other),
            .remember(Sample.message(first, source: first), digest: 7),
            Sample.held(first, charge: Charge(route: first, bytes: 3)),
            .append(Sample.publication(first)), .park(Sample.parked(first, charge: Charge(route: first, bytes: 4))),
            .request(RetryRequest(number: first), at: Sample.noon),
            .giveUp(
                GivenUp(
                    number: first, at: Sample.noon, why: "w", kind: .event, stage: "s", reason: "r", processes: [])),
            .broadcast(
                Broadcast(
                    position: first, kind: .message, name: "paid", definitions: [(Sample.other.hash, [])], content: [])),
            .death(WorkUnit(.timer, UInt64(first)), DeathCount(count: 1), at: Sample.noon),
            .fact("f", "\(first)"),
        ]
    }

    /// All that the store holds, as text.
    private static func contents(_ world: StoreWorld) throws -> [String] {
        let wants: [Want] = [
            .instances(nil, after: nil, limit: 99, scanning: 99), .messages(digest: 7), .source("s1"), .source("s2"),
            .receivers(Sample.receivers(of: Sample.other)), .heldPage(after: 0, limit: 99, bytes: .max),
            .outbox(after: 0, limit: 99), .parkedPage(after: 0, limit: 99, bytes: .max), .givenUp(1), .givenUp(2),
            .retryRequests, .broadcast(receivers: 9), .definition(Sample.other.hash), .fact("f"),
        ]
        let standing = try world.read.standing()
        let counts = [standing.held, standing.outbox, standing.parked, standing.broadcasts, standing.instances.running]
        let kept = standing.kept.filter { $0.value.count != 0 }.sorted { $0.key < $1.key }
        return try world.store.read(wants).map { "\($0)" } + ["\(counts) \(kept) \(try world.read.deaths().count)"]
    }

    static let commits: [StoreCheck] = [
        StoreCheck("Of a commit that is stale nothing is left, wherever in it the stale change stands") {
            world throws in
            world.commit(.definition(Sample.order))
            world.commit(everything(1))
            let before = try contents(world)
            let changes = everything(2)
            for place in 0...changes.count {
                var all = changes
                all.insert(.release(held: 99), at: place)
                guard case .stale = world.store.commit(all) else {
                    Issue.record("not stale at \(place)")
                    return
                }
                #expect(try contents(world) == before, "stale at \(place)")
            }
            // What failed may come again.
            world.commit(changes)
            let after = try contents(world)
            #expect(after != before)
            try world.reopen()
            #expect(try contents(world) == after)
        },
        StoreCheck("Facts come in the order of the wants; what is not there is told, and hides no other") {
            world throws in
            world.commit(.definition(Sample.order), Sample.begin(1), .fact("a", "1"))
            let facts = try world.store.read([
                .fact("a"), .instance(Sample.id(1)), .state(InstanceKey(9)), .fact("b"), .nextTimer, .fact("a"),
            ])
            guard facts.count == 6, case .text("1") = facts[0], case .instance(let one?) = facts[1],
                case .state(nil) = facts[2], case .text(nil) = facts[3], case .moment(nil) = facts[4],
                case .text("1") = facts[5]
            else {
                Issue.record("\(facts)")
                return
            }
            #expect(one.id == Sample.id(1))
            #expect(try world.store.read([]).isEmpty)
        },
        StoreCheck("What is not of the store is not read: a list of what an instance waits for that is nonsense") {
            world throws in
            world.commit(.definition(Sample.order), Sample.begin(1))
            let facts = try world.store.read([.waits([0xFF, 0xFF, 0xFF], of: InstanceKey(1)), .fact("a")])
            guard facts.count == 2, case .unreadable(let failure) = facts[0], case .text(nil) = facts[1] else {
                Issue.record("\(facts)")
                return
            }
            #expect(failure.kind == .unreadable)
        },
        StoreCheck("A commit of nothing is done") { world throws in
            world.commit([])
            world.commit(.fact("a", "1"))
            world.commit([])
            #expect(try world.read.fact("a") == "1")
        },
    ]
}

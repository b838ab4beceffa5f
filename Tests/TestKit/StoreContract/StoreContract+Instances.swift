import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let instances: [StoreCheck] = [
        StoreCheck("An instance comes back as it was begun, under the key that it was given") { world throws in
            var new = Sample.instance(1)
            new.key = InstanceKey(70)
            new.causedBy = "m\u{0}1é"
            new.traceparent = "00-a-b-01"
            let waits = [Sample.wait("paid", 7), Sample.wait(nil), Sample.wait("bell", kind: .signal, at: "other")]
            world.commit(
                .definition(Sample.order),
                .begin(
                    new,
                    InstanceChange(
                        state: [0, 255, 0], sequence: 3, waits: waits, wakeAt: Sample.noon + .seconds(5))))
            try world.twice { () throws in
                let read = try world.read.known(new.id)
                var expected = new
                expected.sequence = 3
                expected.wakeAt = Sample.noon + .seconds(5)
                #expect(try world.read.waits(of: read) == waits)
                expected.waits = read.waits
                #expect(read == expected)
                #expect(try world.read.instance(InstanceKey(70)) == read)
                #expect(try world.read.id(of: InstanceKey(70)) == new.id)
                #expect(try world.read.process(of: InstanceKey(70)) == "order")
                #expect(try world.read.state(of: InstanceKey(70)) == [0, 255, 0])
            }
        },
        StoreCheck("An instance that is not there is none, by id and by key") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1))
            #expect(try world.read.instance(Sample.id(2)) == nil)
            #expect(try world.read.instance(InstanceKey(2)) == nil)
            #expect(try world.read.id(of: InstanceKey(2)) == nil)
            #expect(try world.read.process(of: InstanceKey(2)) == nil)
            #expect(try world.read.state(of: InstanceKey(2)) == nil)
        },
        StoreCheck("What an input left of an instance is kept, its revision one more") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [Sample.wait("a")]))
            let first = try world.read.known(Sample.id(1))
            world.commit(
                Sample.advance(
                    first, [Sample.wait("b", 2)], state: [2], sequence: 4, wakeAt: Sample.noon + .seconds(1)))
            try world.twice { () throws in
                let second = try world.read.known(Sample.id(1))
                #expect(second.revision == 1 && second.sequence == 4 && second.status == .running)
                #expect(second.wakeAt == Sample.noon + .seconds(1) && second.ended == nil)
                #expect(try world.read.state(of: second.key) == [2])
                #expect(try world.read.waits(of: second) == [Sample.wait("b", 2)])
            }
        },
        StoreCheck("An instance may end as it begins, or by an input") { world throws in
            world.commit(
                .definition(Sample.order), Sample.begin(1, ended: Sample.noon),
                Sample.begin(2, [Sample.wait()], wakeAt: Sample.noon))
            world.commit(
                Sample.advance(try world.read.known(Sample.id(2)), state: [3], ended: Sample.noon + .seconds(1)))
            try world.twice { () throws in
                let (one, two) = (try world.read.known(Sample.id(1)), try world.read.known(Sample.id(2)))
                #expect(one.status == .completed && one.ended == Sample.noon && one.revision == 0)
                #expect(two.status == .completed && two.ended == Sample.noon + .seconds(1) && two.revision == 1)
                #expect(two.wakeAt == nil)
                #expect(try world.read.waits(of: two).isEmpty)
                #expect(try world.read.standing().instances == InstanceCounts(completed: 2))
            }
        },
        StoreCheck("Ended instances are forgotten, the oldest first; others are not") { world throws in
            world.commit(
                [.definition(Sample.order)] + (0..<6).map { Sample.begin($0 + 1, ended: Sample.noon - .seconds($0)) })
            world.commit(Sample.begin(9, [Sample.wait()]), Sample.begin(10))
            world.commit(.parkInstance(try world.read.known(Sample.id(10)), reason: "r"))
            #expect(try world.read.ended(before: Sample.noon, limit: 3) == [6, 5, 4])
            #expect(try world.read.ended(before: Sample.noon) == [6, 5, 4, 3, 2])
            world.commit(.forgetInstances([6, 5, 9, 10, 77].map { InstanceKey($0) }))
            try world.twice { () throws in
                #expect(try world.read.instance(Sample.id(6)) == nil)
                #expect(try world.read.ended(before: Sample.noon) == [4, 3, 2])
                #expect(try world.read.instances().instances.map(\.key.number) == [1, 2, 3, 4, 9, 10])
                #expect(
                    try world.read.standing().instances == InstanceCounts(running: 1, completed: 4, parked: 1))
            }
            // Its id is free again.
            world.commit(Sample.begin(6))
            #expect(try world.read.known(Sample.id(6)).status == .running)
        },
        StoreCheck("A key or an id that is there, or a definition that is not, is a bug, and nothing is written") {
            world throws in
            world.commit(.definition(Sample.order), Sample.begin(1))
            var sameKey = Sample.instance(2)
            sameKey.key = InstanceKey(1)
            var sameID = Sample.instance(3)
            sameID.id = Sample.id(1)
            let change = InstanceChange(state: [], sequence: 0, waits: [Sample.wait()])
            try world.misuse(.begin(sameKey, change))
            try world.misuse(.begin(sameID, change))
            try world.misuse(.begin(Sample.instance(4, of: Sample.other), change))
            #expect(try world.read.standing().instances == InstanceCounts(running: 1))
            #expect(try world.read.receivers(Sample.receivers()).isEmpty)
        },
    ]
}

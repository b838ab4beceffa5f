import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let revisions: [StoreCheck] = [
        StoreCheck("A change of an instance that was changed meanwhile is stale, and leaves nothing of its commit") {
            world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [Sample.wait("a")]))
            let first = try world.read.known(Sample.id(1))
            world.commit(Sample.advance(first, [Sample.wait("b")], state: [2]))
            try world.refuse(Sample.advance(first, [Sample.wait("z")], state: [9]))
            try world.refuse(Sample.advance(first, ended: Sample.noon))
            try world.refuse(.parkInstance(first, reason: "r"))
            var later = first
            later.revision = 2
            try world.refuse(Sample.advance(later))
            #expect(try world.read.state(of: first.key) == [2])
            #expect(try world.read.known(first.id).revision == 1)
            #expect(try world.read.receivers(Sample.receivers("b")) == [1])
            #expect(try world.read.receivers(Sample.receivers("z")).isEmpty)
        },
        StoreCheck("An instance that is gone, has ended or is parked takes no input: stale") { world throws in
            world.commit(
                .definition(Sample.order), Sample.begin(1, ended: Sample.noon), Sample.begin(2, [Sample.wait()]))
            world.commit(.parkInstance(try world.read.known(Sample.id(2)), reason: "r"))
            for number in 1...2 {
                let instance = try world.read.known(Sample.id(number))
                try world.refuse(Sample.advance(instance))
                try world.refuse(.parkInstance(instance, reason: "again"))
                try world.refuse(.parkUnreadable(instance.key, reason: "again"))
            }
            try world.refuse(Sample.advance(Sample.instance(3)))
            try world.refuse(.parkUnreadable(InstanceKey(3), reason: "r"))
            #expect(try world.read.known(Sample.id(2)).reason == "r")
        },
        StoreCheck("Only what is parked, at the same revision, runs again or is ended: else stale") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [Sample.wait()]))
            let running = try world.read.known(Sample.id(1))
            try world.refuse(.unpark(running))
            try world.refuse(.end(parked: running.key, reason: "given up", at: Sample.noon))
            try world.refuse(.end(parked: InstanceKey(9), reason: "given up", at: Sample.noon))
            world.commit(.parkInstance(running, reason: "r"))
            var parked = try world.read.known(running.id)
            parked.revision = 7
            try world.refuse(.unpark(parked))
            #expect(try world.read.known(running.id).status == .parked)
        },
        StoreCheck("What one commit does to an instance several times follows one another") { world throws in
            var instance = Sample.instance(1)
            let steps = [[Sample.wait("a", 1)], [Sample.wait("a", 1), Sample.wait("b")], [Sample.wait(nil, 2)]]
            var changes: [Change] = [.definition(Sample.order)]
            changes.append(
                .begin(instance, InstanceChange(state: [0], sequence: 0, waits: steps[0], wakeAt: Sample.noon)))
            for (place, waits) in steps.enumerated().dropFirst() {
                // As the core has decided it before.
                instance.waits = .list(steps[place - 1])
                instance.revision = place - 1
                changes.append(Sample.advance(instance, waits, state: [UInt8(place)], sequence: place))
            }
            world.commit(changes)
            try world.twice { () throws in
                let found = try world.read.known(instance.id)
                #expect(found.revision == 2 && found.sequence == 2 && found.wakeAt == nil)
                #expect(try world.read.waits(of: found) == steps[2])
                #expect(try world.read.state(of: found.key) == [2])
                #expect(try world.read.receivers(Sample.receivers("a", [1])).isEmpty)
                #expect(try world.read.receivers(Sample.receivers("b")).isEmpty)
                #expect(try world.read.receivers(Sample.receivers("whatever", [2])) == [1])
            }
        },
        StoreCheck("Parked, run again and parked in one commit: the last holds") { world throws in
            let waits = [Sample.wait("paid", 7)]
            world.commit(.definition(Sample.order), Sample.begin(1, waits))
            var instance = try world.read.known(Sample.id(1))
            instance.waits = .list(waits)
            world.commit(
                .parkInstance(instance, reason: "one"), .unpark(instance), .parkInstance(instance, reason: "two"))
            #expect(try world.read.known(instance.id).reason == "two")
            #expect(try world.read.receivers(Sample.receivers("paid", [7])).isEmpty)
            world.commit(.unpark(try world.read.known(instance.id)), Sample.advance(instance, waits))
            #expect(try world.read.known(instance.id).revision == 1)
            #expect(try world.read.receivers(Sample.receivers("paid", [7])) == [1])
        },
        StoreCheck("A parked instance is found by no event and no clock, until it runs again") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [Sample.wait("paid", 7)], wakeAt: Sample.noon))
            let running = try world.read.known(Sample.id(1))
            world.commit(.parkInstance(running, reason: "its script fails"))
            try world.twice { () throws in
                let parked = try world.read.known(running.id)
                #expect(parked.status == .parked && parked.reason == "its script fails" && parked.revision == 0)
                #expect(try world.read.receivers(Sample.receivers("paid", [7])).isEmpty)
                #expect(try world.read.due(Sample.noon).isEmpty)
                #expect(try world.read.nextTimer() == nil)
                #expect(try world.read.standing().instances == InstanceCounts(parked: 1))
            }
            world.commit(.unpark(try world.read.known(running.id)))
            try world.twice { () throws in
                #expect(try world.read.known(running.id) == running)
                #expect(try world.read.receivers(Sample.receivers("paid", [7])) == [1])
                #expect(try world.read.due(Sample.noon).map(\.instance.number) == [1])
            }
        },
        StoreCheck("An instance whose row cannot be read is parked all the same; given up, it has ended") {
            world throws in
            world.commit(
                .definition(Sample.order), Sample.begin(1, [Sample.wait("paid", 1)], wakeAt: Sample.noon),
                Sample.begin(2, [Sample.wait("paid", 2)]))
            world.commit(.parkUnreadable(InstanceKey(1), reason: "damaged"))
            #expect(try world.read.due(.distantFuture).isEmpty)
            #expect(try world.read.receivers(Sample.receivers("paid", [1])).isEmpty)
            #expect(try world.read.receivers(Sample.receivers("paid", [2])) == [2])
            #expect(try world.read.standing().instances == InstanceCounts(running: 1, parked: 1))
            world.commit(.end(parked: InstanceKey(1), reason: "given up", at: Sample.noon))
            try world.refuse(.end(parked: InstanceKey(1), reason: "given up", at: Sample.noon))
            try world.twice { () throws in
                let ended = try world.read.known(Sample.id(1))
                #expect(ended.status == .completed && ended.reason == "given up" && ended.ended == Sample.noon)
                #expect(ended.wakeAt == nil)
                #expect(try world.read.waits(of: ended).isEmpty)
                #expect(try world.read.standing().instances == InstanceCounts(running: 1, completed: 1))
            }
        },
    ]
}

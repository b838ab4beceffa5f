import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let standing: [StoreCheck] = [
        StoreCheck("What is known without a look follows everything that is kept and forgotten") { world throws in
            world.commit(.definition(Sample.order), .source("q", key: 1), .source("r", key: 2))
            var standing = try world.read.standing()
            #expect(standing.held == 0 && standing.outbox == 0 && standing.parked == 0 && standing.broadcasts == 0)
            #expect(standing.instances == InstanceCounts() && !standing.hasOldForm && !standing.mayHaveUntranslated)
            world.commit(
                Sample.held(1, charge: Charge(route: 1, bytes: 5)), Sample.held(2, charge: Charge(route: 2, bytes: 7)),
                Sample.held(3), .append(Sample.publication(1)), .append(Sample.publication(2)),
                .park(Sample.parked(1, charge: Charge(route: 1, bytes: 11))), .park(Sample.parked(2)),
                Sample.begin(1), Sample.begin(2), Sample.begin(3, ended: Sample.noon))
            #expect(try world.read.standing().keptVersion != standing.keptVersion)
            try world.twice { () throws in
                standing = try world.read.standing()
                #expect(standing.held == 3 && standing.outbox == 2 && standing.parked == 2)
                #expect(standing.kept[1] == KeptAmount(count: 2, bytes: 16))
                #expect(standing.kept[2] == KeptAmount(count: 1, bytes: 7))
                #expect(standing.instances == InstanceCounts(running: 2, completed: 1))
            }
            world.commit(.release(held: 1), .release(held: 3), .delete([1, 77]), .release(parked: 2))
            world.commit(.parkInstance(try world.read.known(Sample.id(1)), reason: "r"))
            try world.twice { () throws in
                standing = try world.read.standing()
                #expect(standing.held == 1 && standing.outbox == 1 && standing.parked == 1)
                #expect(standing.kept[1] == KeptAmount(count: 1, bytes: 11))
                #expect(standing.instances == InstanceCounts(running: 1, completed: 1, parked: 1))
            }
        },
        StoreCheck("The version of what is kept is another after every change of it, and the same after others") {
            world throws in
            world.commit(.source("q", key: 1))
            var versions: [Int] = [try world.read.standing().keptVersion]
            let charge = Charge(route: 1, bytes: 5)
            for change in [
                Sample.held(1, charge: charge), .release(held: 1), .park(Sample.parked(1, charge: charge)),
                .release(parked: 1),
            ] {
                world.commit(change)
                versions.append(try world.read.standing().keptVersion)
            }
            #expect(Set(versions).count == versions.count)
            world.commit(Sample.held(2), .append(Sample.publication(1)), .park(Sample.parked(2)))
            #expect(try world.read.standing().keptVersion == versions.last)
            #expect(try (world.read.standing().kept[1] ?? KeptAmount()) == KeptAmount())
        },
        StoreCheck("What is moved from held to parked, and back, is counted all the time, and once") { world throws in
            let charge = Charge(route: 1, bytes: 5)
            world.commit(.source("q", key: 1), Sample.held(1, charge: charge))
            world.commit(.release(held: 1), .park(Sample.parked(1, charge: charge)))
            #expect(try world.read.standing().kept[1] == KeptAmount(count: 1, bytes: 5))
            world.commit(.release(parked: 1), Sample.held(2, charge: charge))
            #expect(try world.read.standing().kept[1] == KeptAmount(count: 1, bytes: 5))
        },
        StoreCheck("A message that ended the process undecoded is known to be there, also after a start") {
            world throws in
            world.commit(.park(Sample.parked(1, .delivery)), .park(Sample.parked(2, .event, stage: "attempts")))
            #expect(try !world.read.standing().mayHaveUntranslated)
            world.commit(.park(Sample.parked(3, .delivery, stage: "attempts")))
            try world.twice { () throws in #expect(try world.read.standing().mayHaveUntranslated) }
        },
    ]

    static let lastKeys: [StoreCheck] = [
        StoreCheck(
            "The largest number of each kind that was given is known, and none of a row that is gone is given twice"
        ) {
            world throws in
            #expect(try world.read.lastKeys() == LastKeys())
            world.commit(
                .definition(Sample.order), .source("q", key: 4), Sample.begin(5, [Sample.wait()]),
                .remember(Sample.message(6), digest: 1), Sample.held(7), .append(Sample.publication(8)),
                .park(Sample.parked(9)),
                .broadcast(
                    Broadcast(
                        position: 10, kind: .message, name: "paid", definitions: [(Sample.order.hash, [])],
                        content: [])))
            var expected = LastKeys()
            (expected.source, expected.instance, expected.message) = (4, 5, 6)
            (expected.held, expected.outbox, expected.parked, expected.broadcast) = (7, 8, 9, 10)
            try world.twice { () throws in #expect(try world.read.lastKeys() == expected) }
            world.commit(.release(held: 7), .release(parked: 9), .forgetBroadcast(10), .delete([8]))
            // The relay knows rows by it as long as the process lives.
            #expect(try world.read.lastKeys().outbox == 8)
            try world.reopen()
            let last = try world.read.lastKeys()
            #expect(last.held == 7 && last.parked == 9 && last.broadcast == 10)
            #expect(last.source == 4 && last.instance == 5 && last.message == 6)
        },
        StoreCheck("What is parked again under an old number leaves the last one as it is") { world throws in
            world.commit((1...3).map { .park(Sample.parked($0)) })
            world.commit(.release(parked: 1), .release(parked: 3))
            world.commit(.park(Sample.parked(1)))
            try world.twice { () throws in #expect(try world.read.lastKeys().parked == 3) }
        },
        StoreCheck("Numbers of commits that failed may be given again") { world throws in
            world.commit(.source("q", key: 1))
            try world.refuse(
                .source("r", key: 2), .remember(Sample.message(1), digest: 1), Sample.held(1), .park(Sample.parked(1)),
                .append(Sample.publication(1)), .release(held: 9))
            let last = try world.read.lastKeys()
            #expect(last.source == 1 && last.message == 0 && last.held == 0 && last.parked == 0 && last.outbox == 0)
            world.commit(
                .source("r", key: 2), .remember(Sample.message(1), digest: 1), Sample.held(1), .park(Sample.parked(1)))
        },
    ]
}

import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let parked: [StoreCheck] = [
        StoreCheck("What is parked comes back as it was parked, under the number that it was given") { world throws in
            let key = MessageKey(identity: 1, content: 2)
            var whole = Sample.parked(
                7, .delivery, stage: "route", reason: "a\nb", instance: InstanceKey(3), key: key,
                processes: ["order", "other"], charge: Charge(route: 1, bytes: 9), content: [0, 255])
            whole.attempts = 4
            let plain = Sample.parked(9, .publication, processes: [], content: [])
            world.commit(.source("q", key: 1), .park(whole), .park(plain))
            try world.twice { () throws in
                for expected in [whole, plain] {
                    let row = try world.read.parked(expected.number)
                    #expect(row?.kind == expected.kind && row?.stage == expected.stage)
                    #expect(row?.reason == expected.reason && row?.at == expected.at)
                    #expect(row?.attempts == expected.attempts && row?.instance == expected.instance)
                    #expect(row?.key == expected.key && row?.processes ?? ["-"] == expected.processes)
                    #expect(row?.charge == expected.charge && row?.content == expected.content)
                }
                #expect(try world.read.parked(8)?.number == nil)
                #expect(try world.read.parkedPage().map(\.number) == [7, 9])
            }
            try world.misuse(.park(plain))
        },
        StoreCheck(
            "What is released is gone, and may come back under its old number; what is not parked any more is stale"
        ) { world throws in
            world.commit((1...4).map { .park(Sample.parked($0)) })
            world.commit(.release(parked: 2))
            try world.refuse(.release(parked: 2))
            world.commit(.release(parked: 3), .park(Sample.parked(3, reason: "in vain")))
            world.commit(.park(Sample.parked(5)), .release(parked: 5), .park(Sample.parked(2, reason: "again")))
            try world.twice { () throws in
                #expect(try world.read.parkedPage().map(\.number) == [1, 2, 3, 4])
                #expect(try world.read.parkedPage().map(\.reason) == ["it fails", "again", "in vain", "it fails"])
            }
            try world.refuse(.release(parked: 1), .release(parked: 1))
            #expect(try world.read.standing().parked == 4)
        },
        StoreCheck("A page of parked things ends at its limit, or once it has bytes enough") { world throws in
            world.commit((1...6).map { .park(Sample.parked($0, content: [UInt8](repeating: 1, count: 10))) })
            #expect(try world.read.parkedPage(limit: 4).map(\.number) == [1, 2, 3, 4])
            #expect(try world.read.parkedPage(after: 3, limit: 2).map(\.number) == [4, 5])
            #expect(try world.read.parkedPage(bytes: 20).map(\.number) == [1, 2, 3])
            #expect(try world.read.parkedPage(bytes: 0).map(\.number) == [1])
        },
        StoreCheck("What is parked is found by its instance") { world throws in
            world.commit((1...6).map { .park(Sample.parked($0, .instance, instance: InstanceKey($0 % 2))) })
            #expect(try world.read.parked(of: InstanceKey(1)).map(\.number) == [1, 3, 5])
            #expect(try world.read.parked(of: InstanceKey(0), limit: 2).map(\.number) == [2, 4])
            #expect(try world.read.parked(of: InstanceKey(9)).isEmpty)
        },
        StoreCheck(
            "Other bodies of a message are those with another content, and an older version's gets its key later"
        ) {
            world throws in
            func key(_ content: Int64) -> MessageKey { MessageKey(identity: 5, content: content) }
            world.commit(
                .park(Sample.parked(1, key: key(1))), .park(Sample.parked(2, key: key(2))),
                .park(Sample.parked(3, key: MessageKey(identity: 6, content: 3))), .park(Sample.parked(4, key: key(1))),
                .park(Sample.parked(5)), .park(Sample.parked(6, .delivery)), .park(Sample.parked(7, .publication)),
                .park(Sample.parked(8, .instance)), .park(Sample.parked(9, key: key(3))))
            #expect(try world.read.otherBodies(key(1)).map(\.number) == [2, 9])
            #expect(try world.read.otherBodies(key(2)).map(\.number) == [1, 4, 9])
            #expect(try world.read.otherBodies(key(7), limit: 2).map(\.number) == [1, 2])
            #expect(try world.read.parkedWithoutKey().map(\.number) == [5, 6])
            world.commit(.identify(parked: 6, key(8)), .identify(parked: 99, key(8)))
            try world.twice { () throws in
                #expect(try world.read.otherBodies(key(1)).map(\.number) == [2, 6, 9])
                #expect(try world.read.parkedWithoutKey().map(\.number) == [5])
                #expect(try world.read.parked(6)?.key == key(8))
            }
        },
    ]

    static let decisions: [StoreCheck] = [
        StoreCheck("A retry in vain leaves what is parked, with one more attempt and the new reason") { world throws in
            world.commit(.park(Sample.parked(1)), .park(Sample.parked(2)))
            world.commit(.retriedInVain(parked: 1, reason: "worse"), .retriedInVain(parked: 9, reason: "nothing"))
            try world.twice { () throws in
                #expect(try world.read.parkedPage().map(\.attempts) == [2, 1])
                #expect(try world.read.parkedPage().map(\.reason) == ["worse", "it fails"])
            }
        },
        StoreCheck("A death in a retry is told by what is parked, once, and counted each time") { world throws in
            world.commit(.park(Sample.parked(1, reason: "it fails")))
            for _ in 0..<2 { world.commit(.tellDeath(parked: 1), .tellDeath(parked: 9)) }
            let row = try world.read.parked(1)
            #expect(row?.attempts == 3)
            #expect(row?.reason == "the process ended while this was retried; before: it fails")
        },
        StoreCheck("What was given up says why, until that is old; the oldest goes first") { world throws in
            func given(_ number: Int64, _ why: String = "wrong", at second: Int) -> GivenUp {
                GivenUp(
                    number: number, at: Sample.noon + .seconds(second), why: why, kind: .delivery, stage: "route",
                    reason: "r", processes: number == 1 ? [] : ["order", "other"], subject: number == 1 ? nil : "m")
            }
            world.commit(.park(Sample.parked(1)), .giveUp(given(1, at: 3)), .release(parked: 1))
            world.commit(.giveUp(given(2, at: 1)), .giveUp(given(3, at: 2)), .giveUp(given(1, "once more", at: 3)))
            try world.twice { () throws in
                #expect(try world.read.givenUp(1) == given(1, "once more", at: 3))
                #expect(try world.read.givenUp(2) == given(2, at: 1))
                #expect(try world.read.givenUp(9) == nil)
                #expect(try world.read.parked(1)?.number == nil)
            }
            world.commit(.pruneGivenUp(before: Sample.noon + .seconds(3), limit: 1))
            #expect(try world.read.givenUp(2) == nil && world.read.givenUp(3) != nil)
            world.commit(.pruneGivenUp(before: Sample.noon + .seconds(3), limit: 9))
            #expect(try world.read.givenUp(3) == nil && world.read.givenUp(1) != nil)
        },
        StoreCheck("A retry is asked for once, and only of what is parked; chosen stays chosen") { world throws in
            world.commit([.park(Sample.parked(4)), .park(Sample.parked(2))])
            for number: Int64 in [4, 5, 2] {
                world.commit(.request(RetryRequest(number: number, isChosen: false), at: Sample.noon))
            }
            try world.twice { () throws in
                #expect(
                    try world.read.requests() == [2, 4].map { RetryRequest(number: $0, isChosen: false) })
            }
            for chosen in [true, false] {
                world.commit(.request(RetryRequest(number: 4, isChosen: chosen), at: Sample.noon))
                #expect(try world.read.requests().last == RetryRequest(number: 4))
            }
            world.commit(.forgetRequest(parked: 2), .release(parked: 4), .forgetRequest(parked: 99))
            #expect(try world.read.requests().isEmpty)
        },
    ]
}

import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let held: [StoreCheck] = [
        StoreCheck("A held event comes back as it was held, under the number that it was given") { world throws in
            let key = MessageKey(identity: .min, content: .max)
            world.commit(
                .source("q", key: 3),
                Sample.held(
                    70, until: Sample.noon + .seconds(1), key: key, charge: Charge(route: 3, bytes: 5),
                    content: [0, 255]),
                Sample.held(71, content: []))
            try world.twice { () throws in
                let row = try world.read.held(at: 70)
                #expect(row?.position == 70 && row?.expiresAt == Sample.noon + .seconds(1) && row?.key == key)
                #expect(row?.charge == Charge(route: 3, bytes: 5) && row?.content == [0, 255])
                let plain = try world.read.held(at: 71)
                #expect(plain?.key == nil && plain?.charge == nil && plain?.content == [])
                #expect(try world.read.held(at: 69)?.position == nil)
            }
            try world.misuse(Sample.held(70))
        },
        StoreCheck("Held events are found by kind, name and key, or openly, each once, oldest first") { world throws in
            let (one, two) = (HeldKey.correlation(Sample.correlation(1)), HeldKey.correlation(Sample.correlation(2)))
            world.commit(
                Sample.held(1, keys: [one, two]), Sample.held(2),
                Sample.held(3, to: Sample.id(1), keys: [.addressee(Sample.id(1))]), Sample.held(4, "sent", keys: [two]),
                Sample.held(5, kind: .signal, keys: [one]))
            func found(
                _ name: String?, openly: Bool = false, _ keys: [HeldKey] = [], after: Int64 = 0, limit: Int = 9
            ) throws -> [Int64] {
                try world.read.held(
                    HeldQuery(kind: .message, name: name, openly: openly, keys: keys, after: after, limit: limit)
                ).map(\.position)
            }
            try world.twice { () throws in
                #expect(try found("paid", [one, two, .uncorrelated]) == [1, 2])
                #expect(try found("paid", [.addressee(Sample.id(1)), .addressee(Sample.id(2))]) == [3])
                #expect(try found(nil, [two]) == [1, 4])
                #expect(try found("sent", [one]).isEmpty)
                #expect(try found("paid", [one, two, .uncorrelated], limit: 1) == [1])
                #expect(try found("paid", [one, two, .uncorrelated], after: 1) == [2])
                #expect(try found("paid").isEmpty)
                #expect(try found("paid", openly: true) == [1, 2])
                #expect(try found(nil, openly: true) == [1, 2, 4])
                #expect(try found("paid", openly: true, [.addressee(Sample.id(1))]) == [1, 2, 3])
                #expect(try found("paid", openly: true, [.addressee(Sample.id(2)), one]) == [1, 2])
                #expect(try found(nil, openly: true, [.addressee(Sample.id(1))]) == [1, 2, 3, 4])
                #expect(try found("paid", openly: true, [.addressee(Sample.id(1))], after: 1, limit: 1) == [2])
                #expect(try found(nil, openly: true, after: 2) == [4])
            }
        },
        StoreCheck("What is released is gone with its keys; what is not held any more is stale") { world throws in
            world.commit((1...3).map { Sample.held($0, keys: [.correlation(Sample.correlation(Int($0)))]) })
            world.commit(.release(held: 2))
            try world.refuse(.release(held: 2))
            try world.refuse(.release(held: 1), .release(held: 9))
            try world.twice { () throws in
                let keys = (1...3).map { HeldKey.correlation(Sample.correlation($0)) }
                let query = HeldQuery(kind: .message, name: "paid", openly: false, keys: keys, limit: 9)
                #expect(try world.read.held(query).map(\.position) == [1, 3])
                #expect(try world.read.heldPage().map(\.position) == [1, 3])
                #expect(try world.read.held(at: 2)?.position == nil)
            }
        },
        StoreCheck("Held and released in one commit is not held; released twice in one is stale") { world throws in
            world.commit(Sample.held(1), Sample.held(2), .release(held: 1))
            #expect(try world.read.heldPage().map(\.position) == [2])
            try world.refuse(.release(held: 2), .release(held: 2))
            #expect(try world.read.heldPage().map(\.position) == [2])
        },
        StoreCheck("Those whose time is up come when it is, the most overdue first") { world throws in
            world.commit(
                [5, 3, 4, 3, 9].enumerated().map { place, second in
                    Sample.held(Int64(place + 1), until: Sample.noon + .seconds(second))
                })
            try world.twice { () throws in
                #expect(try world.read.nextExpiry() == Sample.noon + .seconds(3))
                #expect(try world.read.expired(Sample.noon + .seconds(2)).isEmpty)
                #expect(try world.read.expired(Sample.noon + .seconds(5)).map(\.position) == [2, 4, 3, 1])
                #expect(try world.read.expired(Sample.noon + .seconds(5), limit: 2).map(\.position) == [2, 4])
            }
            world.commit((1...5).map { .release(held: $0) })
            #expect(try world.read.nextExpiry() == nil)
        },
        StoreCheck("A page of held events ends at its limit, or once it has bytes enough") { world throws in
            world.commit((1...6).map { Sample.held($0, content: [UInt8](repeating: 1, count: 10)) })
            #expect(try world.read.heldPage(limit: 4).map(\.position) == [1, 2, 3, 4])
            #expect(try world.read.heldPage(after: 2, limit: 2).map(\.position) == [3, 4])
            #expect(try world.read.heldPage(bytes: 20).map(\.position) == [1, 2, 3])
            #expect(try world.read.heldPage(bytes: 0).map(\.position) == [1])
            #expect(try world.read.heldPage(after: 6).isEmpty)
        },
    ]
}

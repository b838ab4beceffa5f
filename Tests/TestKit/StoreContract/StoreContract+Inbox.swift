import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let inbox: [StoreCheck] = [
        StoreCheck("A message comes back by its digest, with all of its kind, in the order they came") { world throws in
            let rows = [
                Sample.message(1, id: "m", content: 1, outcome: .started, instance: InstanceKey(5)),
                Sample.message(2, id: "m", content: 2, outcome: .parked),
                Sample.message(3, source: 2, id: "m", content: 1),
                Sample.message(4, id: "", content: .min, outcome: .expired, at: Sample.noon + .seconds(1)),
            ]
            world.commit(
                .source("q", key: 1), .source("r", key: 2), .remember(rows[0], digest: 7),
                .remember(rows[1], digest: 7),
                .remember(rows[2], digest: .min), .remember(rows[3], digest: 7))
            try world.twice { () throws in
                let found = try world.read.messages(7)
                #expect(found.map(\.position) == [1, 2, 4])
                #expect(found.map(\.id) == ["m", "m", ""])
                #expect(found.map(\.content) == [1, 2, .min])
                #expect(found.map(\.record) == [rows[0], rows[1], rows[3]].map(\.record))
                #expect(found.allSatisfy { $0.source == 1 && !$0.isOldForm })
                #expect(try world.read.messages(.min).map(\.source) == [2])
                #expect(try world.read.messages(8).isEmpty)
            }
        },
        StoreCheck("What became of a message is changed, and a message is forgotten, by its position") { world throws in
            world.commit((1...4).map { .remember(Sample.message($0, content: $0), digest: 7) })
            world.commit(
                .amend(message: 2, .started, instance: InstanceKey(9)), .amend(message: 3, .expired, instance: nil),
                .forgetMessage(1), .amend(message: 1, .held, instance: nil), .amend(message: 99, .held, instance: nil),
                .forgetMessage(99))
            try world.twice { () throws in
                let found = try world.read.messages(7)
                #expect(found.map(\.position) == [2, 3, 4])
                #expect(found.map(\.record.outcome) == [.started, .expired, .delivered])
                #expect(found.map(\.record.instance) == [InstanceKey(9), nil, nil])
                #expect(found.allSatisfy { $0.record.at == Sample.noon })
            }
            // Forgotten, the same message can be kept again, under the next position.
            world.commit(.remember(Sample.message(5, id: "m1", content: 1, outcome: .held), digest: 7))
            #expect(try world.read.messages(7).map(\.position) == [2, 3, 4, 5])
        },
        StoreCheck("Kept and forgotten in one commit is forgotten; a position below the last is a bug") {
            world throws in
            world.commit(
                .remember(Sample.message(5), digest: 7), .forgetMessage(5), .remember(Sample.message(6), digest: 7))
            #expect(try world.read.messages(7).map(\.position) == [6])
            try world.misuse(.remember(Sample.message(6), digest: 7))
            try world.misuse(.remember(Sample.message(4), digest: 8))
            #expect(try world.read.messages(7).map(\.position) == [6])
            #expect(try world.read.messages(8).isEmpty)
            // What failed has given no position away.
            world.commit(.remember(Sample.message(7), digest: 7))
        },
        StoreCheck("Every message is known for good, however many come after it, and after a start") { world throws in
            for round in 0..<3 {
                for batch in 0..<20 {
                    world.commit(
                        (0..<7).map { number in
                            let position = Int64(round * 140 + batch * 7 + number + 1)
                            return .remember(Sample.message(position), digest: position * 1_000_003 % 251)
                        })
                }
                let count = Int64((round + 1) * 140)
                var known = 0
                for digest in 0..<251 {
                    let expected = (1...count).filter { $0 * 1_000_003 % 251 == digest }
                    #expect(try world.read.messages(Int64(digest)).map(\.position) == expected)
                    known += expected.count
                }
                #expect(known == Int(count))
                try world.reopen()
            }
        },
        StoreCheck("What is old is forgotten, a page at a time, but not what a live instance came from") {
            world throws in
            world.commit(
                .definition(Sample.order), Sample.begin(1), Sample.begin(2), Sample.begin(3, ended: Sample.noon))
            world.commit(.parkInstance(try world.read.known(Sample.id(2)), reason: "r"))
            let from: [InstanceKey?] = [nil, InstanceKey(1), InstanceKey(2), InstanceKey(3), InstanceKey(999)]
            for number in 1...50 {
                let row = Sample.message(
                    Int64(number), at: Sample.noon + .seconds(number), instance: from[number % 5])
                world.commit(.remember(row, digest: row.position))
            }
            let moment = Sample.noon + .seconds(41)
            var cursor: Int64 = 0
            var pages = 0
            while let range = try world.read.oldMessages(before: moment, after: cursor, limit: 7) {
                pages += 1
                #expect(range.last > cursor && pages < 9)
                if pages > 9 { break }
                world.commit(.forgetMessages(after: cursor, upTo: range.last, before: moment))
                cursor = range.last
                if !range.isFull { break }
            }
            #expect(pages == 6 && cursor == 40)
            try world.twice { () throws in
                for number in 1...50 {
                    let isKept = number >= 41 || [1, 2].contains(number % 5)
                    #expect(try world.read.messages(Int64(number)).count == (isKept ? 1 : 0), "\(number)")
                }
            }
            #expect(try world.read.oldMessages(before: Sample.noon, limit: 9) == nil)
            let all = try world.read.oldMessages(before: .distantFuture, limit: 999)
            #expect(all == MessageRange(last: 50, isFull: false))
        },
        StoreCheck("Within a page only what is old is forgotten") { world throws in
            for number: Int64 in 1...6 {
                let row = Sample.message(number, at: Sample.noon + .seconds(Int(number % 2)))
                world.commit(.remember(row, digest: number))
            }
            world.commit(.forgetMessages(after: 1, upTo: 5, before: Sample.noon + .seconds(1)))
            #expect(try (1...6).map { try world.read.messages($0).count } == [1, 0, 1, 0, 1, 1])
        },
        StoreCheck("The youngest messages of an instance are listed, the oldest of them first, with their queues") {
            world throws in
            world.commit(.source("q", key: 1), .source("r", key: 2))
            for number: Int64 in 1...9 {
                let row = Sample.message(
                    number, source: number % 2 + 1, outcome: number == 1 ? .started : .delivered,
                    at: Sample.noon + .seconds(Int(number)), instance: InstanceKey(number % 3))
                world.commit(.remember(row, digest: 1))
            }
            let received = try world.read.received(InstanceKey(1), limit: 2)
            #expect(
                received == [
                    ReceivedMessage(id: "m4", source: "q", outcome: .delivered, at: Sample.noon + .seconds(4)),
                    ReceivedMessage(id: "m7", source: "r", outcome: .delivered, at: Sample.noon + .seconds(7)),
                ])
            #expect(try world.read.received(InstanceKey(1)).map(\.outcome) == [.started, .delivered, .delivered])
            #expect(try world.read.received(InstanceKey(77)).isEmpty)
        },
        StoreCheck("A name has one number: given again it is the same, another number is stale") { world throws in
            #expect(try world.read.source("q") == nil)
            world.commit(.source("q", key: 1), .source("r", key: 4))
            world.commit(.source("q", key: 1))
            try world.twice { () throws in
                #expect(try world.read.source("q") == 1 && world.read.source("r") == 4)
            }
            try world.refuse(.source("q", key: 5))
            try world.misuse(.source("s", key: 4))
            #expect(try world.read.source("s") == nil)
        },
    ]
}

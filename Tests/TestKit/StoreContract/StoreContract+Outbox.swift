import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let outbox: [StoreCheck] = [
        StoreCheck("A publication comes back as it was appended, under the position that it was given") {
            world throws in
            var retried = Sample.publication(7, lane: .instance(InstanceKey(7)), attempts: 3)
            retried.parked = 12
            var empty = Sample.publication(9)
            (empty.exchange, empty.routingKey, empty.body, empty.properties) = ("", "", [], [])
            world.commit(.append(retried), .append(empty))
            try world.twice { () throws in
                #expect(try world.read.outbox() == [retried, empty])
                #expect(try world.read.publication(7) == retried)
                #expect(try world.read.publication(8) == nil)
            }
            try world.misuse(.append(empty))
        },
        StoreCheck(
            "Publications come in the order of their positions, a page at a time, also where they were appended in another"
        ) { world throws in
            world.commit([3, 1, 5, 4, 2].map { .append(Sample.publication($0)) })
            #expect(try world.read.outbox().map(\.position) == [1, 2, 3, 4, 5])
            #expect(try world.read.outbox(after: 2, limit: 2).map(\.position) == [3, 4])
            #expect(try world.read.outbox(after: 5).isEmpty)
            world.commit(.delete([2, 4, 99]), .append(Sample.publication(6)), .delete([]))
            world.commit(.append(Sample.publication(8)), .delete([8]))
            try world.twice { () throws in #expect(try world.read.outbox().map(\.position) == [1, 3, 5, 6]) }
        },
        StoreCheck("What of an instance waits is found among the oldest rows") { world throws in
            world.commit(
                (1...9).map { .append(Sample.publication($0, lane: $0 == 9 ? .alone : .instance(InstanceKey($0 % 2)))) }
            )
            #expect(try world.read.outbox(of: InstanceKey(1)).map(\.position) == [1, 3, 5, 7])
            #expect(try world.read.outbox(of: InstanceKey(1), limit: 2).map(\.position) == [1, 3])
            #expect(try world.read.outbox(of: InstanceKey(0), scanning: 5).map(\.position) == [2, 4])
            #expect(try world.read.outbox(of: InstanceKey(9)).isEmpty)
        },
    ]
}

import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    private static func bell(
        _ position: Int64, _ numbers: [Int] = [], in hashes: [String] = [Sample.order.hash]
    ) -> Change {
        .broadcast(
            Broadcast(
                position: position, kind: .signal, name: "bell",
                definitions: hashes.map { ($0, numbers.map(Sample.correlation)) }, content: [UInt8(position)]))
    }

    private static let wait = Sample.wait("bell", kind: .signal)

    static let broadcasts: [StoreCheck] = [
        StoreCheck("Who waits has a record, once, and is given it in the order it began; then it is forgotten") {
            world throws in
            // Waiting twice, and for every name, is waiting.
            let any = Sample.wait(nil, kind: .signal, at: "any")
            world.commit([.definition(Sample.order), .definition(Sample.other)])
            world.commit((1...7).map { Sample.begin($0, $0 % 2 == 0 ? [wait, wait, any] : [any]) })
            world.commit(
                Sample.begin(8, [Sample.wait("other", kind: .signal)]), Sample.begin(9, [wait], ended: Sample.noon),
                Sample.begin(10, [wait], of: Sample.other), Sample.begin(11, [Sample.wait("bell", 1, kind: .signal)]),
                Sample.begin(12, [Sample.wait("bell", 2, kind: .signal)]))
            world.commit(bell(4, [1]))
            try world.reopen()
            #expect(try world.read.standing().broadcasts == 1)
            var given: [Int64] = []
            while let row = try world.read.broadcast(receivers: 3), given.count < 20 {
                #expect(row.position == 4 && row.content == [4])
                #expect(row.isLast == (given.count >= 6))
                given += row.receivers.map(\.number)
                guard let last = row.receivers.last else { break }
                world.commit(.given(broadcast: 4, upTo: last))
            }
            #expect(given == [1, 2, 3, 4, 5, 6, 7, 11])
            try world.twice { () throws in
                #expect(try world.read.broadcast()?.position == nil)
                #expect(try world.read.standing().broadcasts == 0)
            }
        },
        StoreCheck("Its receivers are those who wait at its place among the changes") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [wait]), Sample.begin(2, []))
            let (one, two) = (try world.read.known(Sample.id(1)), try world.read.known(Sample.id(2)))
            world.commit(
                Sample.advance(one, []), Sample.advance(two, [wait]), Sample.begin(3, [wait]), bell(1),
                Sample.begin(4, [wait]))
            #expect(try world.read.broadcast()?.receivers.map(\.number) == [2, 3])
        },
        StoreCheck(
            "Who begins to wait, ends or is parked later changes nothing of it; who is given up is given nothing"
        ) {
            world throws in
            world.commit([.definition(Sample.order)] + (1...4).map { Sample.begin($0, [wait]) } + [bell(1)])
            world.commit(
                Sample.begin(5, [wait]), Sample.advance(try world.read.known(Sample.id(1)), ended: Sample.noon),
                .parkInstance(try world.read.known(Sample.id(2)), reason: "r"))
            #expect(try world.read.broadcast()?.receivers.map(\.number) == [1, 2, 3, 4])
            world.commit(.end(parked: InstanceKey(2), reason: "r", at: Sample.noon))
            try world.twice { () throws in #expect(try world.read.broadcast()?.receivers.map(\.number) == [1, 3, 4]) }
        },
        StoreCheck("The only receiver is given up: it is on its way to nobody, until it is forgotten") { world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [wait]), bell(1))
            world.commit(.parkInstance(try world.read.known(Sample.id(1)), reason: "r"))
            world.commit(.end(parked: InstanceKey(1), reason: "r", at: Sample.noon))
            let row = try world.read.broadcast()
            #expect(row?.position == 1 && row?.receivers == [] && row?.isLast == true)
            world.commit(.forgetBroadcast(1), .forgetBroadcast(1))
            #expect(try world.read.standing().broadcasts == 0)
        },
        StoreCheck("Nobody waits: nothing is kept; what fails keeps nothing either") { world throws in
            world.commit(.definition(Sample.order), bell(1, in: [Sample.order.hash, "unknown"]), bell(2, in: []))
            #expect(try world.read.broadcast()?.position == nil)
            #expect(try world.read.standing().broadcasts == 0)
            world.commit(Sample.begin(1, [wait]))
            try world.refuse(bell(3), .release(held: 1))
            #expect(try world.read.standing().broadcasts == 0)
            #expect(try world.read.broadcast()?.position == nil)
        },
        StoreCheck("Several go out one after the other, the oldest first; one may be forgotten with its receivers") {
            world throws in
            world.commit([.definition(Sample.order)] + (1...3).map { Sample.begin($0, [wait]) } + [bell(1), bell(2)])
            #expect(try world.read.standing().broadcasts == 2)
            world.commit(.given(broadcast: 1, upTo: InstanceKey(2)))
            #expect(try world.read.broadcast()?.receivers.map(\.number) == [3])
            world.commit(.forgetBroadcast(1))
            try world.twice { () throws in
                #expect(try world.read.broadcast()?.position == 2)
                #expect(try world.read.broadcast(receivers: 2)?.isLast == false)
                #expect(try world.read.broadcast(receivers: 3)?.isLast == true)
            }
            world.commit(
                .given(broadcast: 2, upTo: InstanceKey(3)), .given(broadcast: 2, upTo: InstanceKey(3)),
                .given(broadcast: 1, upTo: InstanceKey(3)))
            #expect(try world.read.standing().broadcasts == 0)
        },
    ]
}

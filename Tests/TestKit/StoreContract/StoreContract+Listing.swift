import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let listing: [StoreCheck] = [
        StoreCheck("Instances are listed in the order they began, a page at a time") { world throws in
            world.commit(
                [.definition(Sample.order)]
                    + (1...25).map { Sample.begin($0, ended: $0 % 3 == 0 ? Sample.noon : nil) })
            var seen: [Int64] = []
            var cursor: InstanceKey?
            var pages = 0
            repeat {
                let page = try world.read.instances(.running, after: cursor, limit: 4, scanning: 10)
                #expect(page.instances.count <= 4)
                seen += page.instances.map(\.key.number)
                cursor = page.next
                pages += 1
            } while cursor != nil && pages < 20
            #expect(seen == (1...25).filter { $0 % 3 != 0 })
            #expect(pages < 10)
            #expect(try world.read.instances().instances.map(\.key.number) == Array(1...25))
            #expect(try world.read.instances().next == nil)
            #expect(try world.read.instances(.parked).instances.isEmpty)
            #expect(try world.read.instances(.completed).instances.count == 8)
        },
        StoreCheck("A page that looks at few rows says where the next begins, though it found nothing") {
            world throws in
            world.commit([.definition(Sample.order)] + (1...9).map { Sample.begin($0) })
            let page = try world.read.instances(.completed, scanning: 4)
            #expect(page.instances.isEmpty && page.next == InstanceKey(4))
        },
    ]

    static let definitions: [StoreCheck] = [
        StoreCheck("A definition is kept once, and is live while an instance runs on it or is parked") { world throws in
            var same = Sample.order
            same.sources = [9]
            // The hash says that it is the same: what is known stays.
            world.commit(.definition(Sample.order), .definition(same), .definition(Sample.other))
            #expect(try world.read.definition(Sample.order.hash) == Sample.order)
            #expect(try world.read.definition("unknown") == nil)
            #expect(try world.read.liveDefinitions().isEmpty)
            world.commit(.definition(same), Sample.begin(1, of: Sample.other), Sample.begin(2))
            try world.twice { () throws in #expect(try world.read.liveDefinitions() == [Sample.order, Sample.other]) }
            world.commit(
                .parkInstance(try world.read.known(Sample.id(1)), reason: "r"),
                Sample.advance(try world.read.known(Sample.id(2)), ended: Sample.noon))
            try world.twice { () throws in #expect(try world.read.liveDefinitions() == [Sample.other]) }
            world.commit(.end(parked: InstanceKey(1), reason: "r", at: Sample.noon))
            #expect(try world.read.liveDefinitions().isEmpty)
            #expect(try world.read.definition(Sample.order.hash) == Sample.order)
        },
        StoreCheck("Small facts are kept until they are changed or forgotten") { world throws in
            #expect(try world.read.fact("bridge") == nil)
            world.commit(.fact("bridge", "a"), .fact("empty", ""))
            world.commit(.fact("bridge", "b"))
            try world.twice { () throws in
                #expect(try world.read.fact("bridge") == "b")
                #expect(try world.read.fact("empty") == "")
            }
            world.commit(.fact("bridge", nil), .fact("unknown", nil))
            #expect(try world.read.fact("bridge") == nil)
        },
    ]
}

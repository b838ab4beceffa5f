import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let receivers: [StoreCheck] = [
        StoreCheck("Who waits is found by kind and name, and by any of the correlations or by none") { world throws in
            world.commit(
                .definition(Sample.order), .definition(Sample.other),
                Sample.begin(1, [Sample.wait("paid", 7)]), Sample.begin(2, [Sample.wait("paid", 8)]),
                Sample.begin(3, [Sample.wait("paid")]), Sample.begin(4, [Sample.wait("sent", 7)]),
                Sample.begin(5, [Sample.wait("paid", kind: .signal)]),
                Sample.begin(6, [Sample.wait(nil, kind: .error)]),
                Sample.begin(7, [Sample.wait("paid", 7)], of: Sample.other))
            try world.twice { () throws in
                let read = world.read
                #expect(try read.receivers(Sample.receivers("paid", [7])) == [1, 3])
                #expect(try read.receivers(Sample.receivers("paid", [8, 7, 8])) == [1, 2, 3])
                #expect(try read.receivers(Sample.receivers("paid", [9])) == [3])
                #expect(try read.receivers(Sample.receivers("paid")) == [3])
                #expect(try read.receivers(Sample.receivers("sent", [7])) == [4])
                #expect(try read.receivers(Sample.receivers("paid", kind: .signal)) == [5])
                #expect(try read.receivers(Sample.receivers("whatever", kind: .error)) == [6])
                #expect(try read.receivers(Sample.receivers("whatever", kind: .escalation)).isEmpty)
                #expect(try read.receivers(Sample.receivers("paid", [7], of: Sample.other)) == [7])
                var unknown = Sample.receivers("paid", [7])
                unknown.definition = "unknown"
                #expect(try read.receivers(unknown).isEmpty)
            }
        },
        StoreCheck("Who waits in several ways comes once, in the order the instances began, a page at a time") {
            world throws in
            // Each is found in three ways.
            let waits = [Sample.wait("paid", 1), Sample.wait("paid"), Sample.wait(nil)]
            world.commit([.definition(Sample.order)] + (1...20).map { Sample.begin($0, waits) })
            let read = world.read
            #expect(try read.receivers(Sample.receivers("paid", [1])) == Array(1...20))
            #expect(try read.receivers(Sample.receivers("paid", [1], limit: 3)) == [1, 2, 3])
            #expect(try read.receivers(Sample.receivers("paid", [1], after: 17, limit: 9)) == [18, 19, 20])
            #expect(try read.receivers(Sample.receivers("paid", [1], after: 20)).isEmpty)
        },
        StoreCheck("Different instances that are found in different ways come in the order they began, too") {
            world throws in
            world.commit([.definition(Sample.order)])
            for number in 1...12 {
                let wait = [Sample.wait(nil), Sample.wait("paid", 1), Sample.wait("paid"), Sample.wait("paid", 2)][
                    number % 4]
                world.commit(Sample.begin(number, [wait]))
            }
            #expect(try world.read.receivers(Sample.receivers("paid", [1, 2])) == Array(1...12))
            #expect(try world.read.receivers(Sample.receivers("paid", [2, 1], after: 2, limit: 5)) == Array(3...7))
            #expect(try world.read.receivers(Sample.receivers("paid", [1])) == [1, 2, 4, 5, 6, 8, 9, 10, 12])
        },
        StoreCheck("What an instance waits for is replaced by every input") { world throws in
            world.commit(
                .definition(Sample.order),
                Sample.begin(1, [Sample.wait("a"), Sample.wait("b", 1), Sample.wait("b", 2)]))
            func step(_ waits: [StoredSubscription]) throws {
                world.commit(Sample.advance(try world.read.known(Sample.id(1)), waits))
            }
            func isFound(_ name: String, _ numbers: [Int] = []) throws -> Bool {
                try world.read.receivers(Sample.receivers(name, numbers)) == [1]
            }
            try step([Sample.wait("b", 2), Sample.wait("c")])
            #expect(try !isFound("a") && !isFound("b", [1]) && isFound("b", [2]) && isFound("c"))
            // The same twice, at two elements: when one of them goes, it is still waited for.
            let other = Sample.wait("c", at: "another")
            try step([Sample.wait("c"), other])
            #expect(try isFound("c") && !isFound("b", [2]))
            try step([other])
            #expect(try isFound("c"))
            #expect(try world.read.waits(of: try world.read.known(Sample.id(1))) == [other])
            try step([])
            #expect(try !isFound("c"))
        },
        StoreCheck("Who ends waits no more, and who begins waiting for every correlation late is found, too") {
            world throws in
            world.commit(.definition(Sample.order), Sample.begin(1, [Sample.wait("paid", 1)]), Sample.begin(2, []))
            world.commit(Sample.advance(try world.read.known(Sample.id(2)), [Sample.wait("paid")]))
            #expect(try world.read.receivers(Sample.receivers("paid", [1])) == [1, 2])
            world.commit(
                Sample.advance(try world.read.known(Sample.id(1)), [Sample.wait("paid", 1)], ended: Sample.noon))
            try world.twice { () throws in #expect(try world.read.receivers(Sample.receivers("paid", [1])) == [2]) }
        },
        StoreCheck("Very many things that one instance waits for change as few do") { world throws in
            let many = (0..<100).map { Sample.wait("n\($0 % 10)", $0) }
            world.commit(.definition(Sample.order), Sample.begin(1, many))
            world.commit(Sample.advance(try world.read.known(Sample.id(1)), Array(many[50...])))
            for (number, wait) in many.enumerated() {
                let found = try world.read.receivers(Sample.receivers(wait.name ?? "", [number]))
                #expect(found == (number < 50 ? [] : [1]), "\(number)")
            }
        },
    ]
}

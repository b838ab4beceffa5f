import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct ParkedTests {
    private func contents(_ key: InstanceKey) -> [ParkedContent] {
        let event = Event(kind: .message, name: "paid", payload: ["a": [1, nil, 2.5]])
        let delivery = KeptDelivery(Delivery(queue: "q", exchange: "e", routingKey: "k", body: [0xFF, 0], defect: "d"))
        // As they come from a broker: their bytes are what is kept.
        let list = EveryField.list()
        let properties = MessageProperties(list: list) ?? MessageProperties()
        let wired = KeptDelivery(
            Delivery(queue: "q", exchange: "e", routingKey: "k", properties: properties, propertyList: list, body: [0]))
        // What must not be decoded is not: also these bytes come back.
        let undecoded = KeptDelivery(
            Delivery(queue: "q", propertyList: [0xFF, 0xFF, 0xFF], body: [1], defect: "d"), isUndecoded: true)
        let letter = Publication(
            exchange: "", routingKey: "q.dead", properties: properties, propertyList: list, body: [1])
        return [
            .delivery(wired), .delivery(undecoded), .publication(letter, lane: .alone),
            .event(IncomingEvent(event: event, causedBy: "m", origin: wired)), .event(IncomingEvent(event: event)),
            .event(IncomingEvent(event: event, addressee: id(1), causedBy: "m", origin: delivery)),
            .delivery(delivery), .instance(key, input: nil),
            .instance(key, input: IncomingEvent(event: event, causedBy: "m", traceparent: "t")),
            .publication(publication("a"), lane: .alone), .publication(publication("b"), lane: .instance(key)),
        ]
    }

    @Test("What is parked comes back with all that a retry needs, in the order it was parked")
    func roundTrip() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let all = contents(try transaction.start(1).key).enumerated().map {
                    Parked($1, stage: "stage \($0)", reason: "reason \($0)", at: noon + .seconds($0), attempts: $0)
                }
                var numbers: [Int64] = []
                for one in all { numbers.append(try transaction.park(one)) }
                #expect(numbers == numbers.sorted())
                let rows = try transaction.parked(limit: 99)
                #expect(rows.map(\.number) == numbers)
                let found = try rows.map { row in
                    var parked = try row.parked(bodies)
                    // Of an instance its process is found without being told.
                    #expect(parked.processes == (row.instance == nil ? [] : [order.process]))
                    parked.processes = []
                    return parked
                }
                #expect(found == all)
                #expect(try transaction.parked(after: numbers[3], limit: 2).map(\.number) == Array(numbers[4...5]))
                #expect(try transaction.countParked() == all.count)
                try transaction.release(parked: numbers[0])
                #expect(try transaction.parked(number: numbers[0]) == nil)
                let failure = #expect(throws: StoreFailure.self) { try transaction.release(parked: numbers[0]) }
                #expect(failure?.kind == .stale)
            }
        }
    }

    @Test("The number of a parked thing is never given to another")
    func numbers() throws {
        let folder = try TemporaryFolder()
        var last: Int64 = 0
        for _ in 0..<3 {
            try withStore(at: folder.database) { store in
                try store.transaction { transaction throws in
                    let number = try transaction.park(
                        Parked(.publication(publication("a"), lane: .alone), stage: "s", reason: "r", at: noon))
                    #expect(number > last)
                    last = number
                    try transaction.release(parked: number)
                }
            }
        }
    }

    @Test("Small facts are kept until they are changed or forgotten")
    func facts() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                #expect(try transaction.fact("bridge") == nil)
                try transaction.setFact("bridge", to: "a")
                try transaction.setFact("bridge", to: "b")
                #expect(try transaction.fact("bridge") == "b")
                try transaction.setFact("bridge", to: nil)
                #expect(try transaction.fact("bridge") == nil)
            }
        }
    }
}

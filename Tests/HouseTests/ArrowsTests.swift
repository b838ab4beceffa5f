import Testing

/// The arrows of the house point down: what holds a room up knows nothing of it.
@Suite struct ArrowsTests {
    let house: House

    init() throws { house = try House() }

    @Test func theHouseWasRead() {
        #expect(house.rooms.count >= 12, "\(house.rooms)")
        #expect(house.rooms.last == "bpmn-bridge")
        #expect(house.imports.values.allSatisfy { !$0.isEmpty })
    }

    @Test func noRoomImportsOneThatStandsAboveIt() {
        for (height, room) in house.rooms.enumerated() {
            for (file, modules) in house.imports[room] ?? [:] {
                for module in modules {
                    guard let other = house.rooms.firstIndex(of: module) else { continue }
                    #expect(other < height, "\(file) imports \(module), which stands above \(room) in Package.swift")
                }
            }
        }
    }

    /// What the core decides can be run beside any broker, and what AMQP says without any.
    @Test(arguments: ["Core", "AMQP"])
    func knowsNoBroker(room: String) {
        var reached: Set = [room]
        var open = [room]
        while let next = open.popLast() {
            for module in (house.imports[next] ?? [:]).values.joined() where reached.insert(module).inserted {
                open.append(module)
            }
        }
        #expect(reached.contains("Messages") && !reached.contains("RabbitMQ") && !reached.contains("CRabbitMQ"))
    }

    @Test(arguments: [("CRabbitMQ", "RabbitMQ"), ("CSQLite", "SQLiteStore"), ("CLibXML2", "XML")])
    func eachCLibraryHasOneImporter(library: String, room: String) {
        let importers = house.imports.filter { $0.value.values.contains { $0.contains(library) } }.keys
        #expect(Array(importers) == [room])
    }
}

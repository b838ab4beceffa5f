import AMQP
import CSQLite
import Messages
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct UnreadableRowTests {
    @Test("A publication that cannot be read is parked, and those behind it go out")
    func outbox() throws {
        let simulation = try Simulation(seed: 0, isOnDisk: true)
        try simulation.open()
        for (serial, key) in ["a", "b", "c"].enumerated() {
            let message = SimulatedMessage(serial: serial, id: key, type: "burst_begun", key: key)
            simulation.core?.deliveriesArrived([
                Delivery(queue: "in", properties: message.properties, body: Array(message.text.utf8))
            ])
        }
        while let core = simulation.core, core.hasWork(at: simulation.now) { _ = core.round(at: simulation.now) }
        simulation.core = nil
        try damage(simulation.path)
        try simulation.open()
        let core = try #require(simulation.core)
        core.publisherReady()
        var published: TextSet = []
        for _ in 0..<100 where !core.isDrained {
            let publications = core.round(at: simulation.now).publish
            published.formUnion(publications.compactMap(\.publication.properties.messageID))
            let outcomes = publications.map { PublicationOutcome(number: $0.number, result: .confirmed) }
            core.publicationsSettled(outcomes, at: simulation.now)
            simulation.now = simulation.now + .milliseconds(100)
        }
        #expect(published.count == 3 * SimulationModels.sparks - 1)
        #expect(core.outboxCount == 0)
        #expect(try core.inStore { try $0.countPending() } == 0)
        #expect(try core.inStore { try $0.countParked() } == 1)
    }

    private func damage(_ path: String) throws {
        var database: OpaquePointer?
        try #require(sqlite3_open(path, &database) == SQLITE_OK)
        defer { sqlite3_close(database) }
        let sql = "UPDATE outbox SET properties = x'FF' WHERE position = 3"
        try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}

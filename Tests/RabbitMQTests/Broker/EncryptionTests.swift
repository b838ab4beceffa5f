import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import AMQP
@testable import RabbitMQ

@Suite("TLS to a real broker")
struct EncryptionTests {
    @Test("With its authority we consume and publish; a stranger's certificate and another host's are refused")
    func encrypted() async throws {
        try await TestBroker.expendable { broker in
            let folder = try broker.folder
            let port = try TestPort.free()
            try await makeCertificate(in: folder, "server", for: "localhost")
            try await makeCertificate(in: folder, "stranger", for: "localhost")
            try await broker.stop()
            let configuration = """
                listeners.ssl.1 = 127.0.0.1:\(port)
                ssl_options.cacertfile = \(folder)/server.pem
                ssl_options.certfile = \(folder)/server.pem
                ssl_options.keyfile = \(folder)/server.key
                ssl_options.verify = verify_none

                """
            try configuration.write(toFile: folder + "/extra.conf", atomically: true, encoding: .utf8)
            let result = await Result { try await broker.start() }.flatMap {
                await Result { try await use(BrokerAddress(host: "localhost", port: port, isEncrypted: true), folder) }
            }
            // From its next start on it is as before.
            try FileManager.default.removeItem(atPath: folder + "/extra.conf")
            try result.get()
        }
    }

    private func use(_ address: BrokerAddress, _ folder: String) async throws {
        var settings = LinkSettings.forTests([address])
        settings.tls = TLSSettings(authorities: folder + "/server.pem")
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest(settings, .consuming(queue))
        let publisher = try PublisherUnderTest(settings)
        _ = try await consumer.ready()
        let generation = try await publisher.ready()
        // More than one TLS record, and more than one frame.
        let large = String(repeating: "x", count: 300_000)
        let batch = (1...20).map { Publication("\($0)", to: queue, body: large) }
        #expect(publisher.publish(batch, generation: generation))
        #expect(try await publisher.settled(20).allSatisfy { $0.result == .confirmed })
        #expect(try await consumer.delivered(20).allSatisfy { $0.body.count == 300_000 })
        var deep = Publication("deep", to: queue)
        deep.propertyList = try #require(Poison.wellFormed.first).list
        #expect(publisher.publish([deep, Publication("next", to: queue)], generation: generation))
        #expect(try await publisher.settled(22).allSatisfy { $0.result == .confirmed })
        #expect(try await consumer.delivered(22).last?.properties.messageID == "next")
        #expect(consumer.deliveries[20].properties.unreadableHeaders["h"] != nil)
        try await useSeveral(settings)
        settings.tls.authorities = folder + "/stranger.pem"
        #expect(try await PublisherUnderTest(settings).lost().kind == .unreachable)
        settings.tls.authorities = folder + "/missing.pem"
        #expect(try await PublisherUnderTest(settings).refused().text.contains("missing.pem"))
        settings.tls.authorities = folder + "/server.pem"
        settings.addresses[0].host = "127.0.0.1"
        #expect(try await PublisherUnderTest(settings).lost().kind == .unreachable)
    }

    /// The name's first addresses swallow everything; the certificate is still that of the name.
    private func useSeveral(_ settings: LinkSettings) async throws {
        var settings = settings
        let port = settings.addresses[0].port
        let holes = [try Swallower(.mute, address: 2, port: port), try Swallower(.silent, address: 3, port: port)]
        settings.connectTimeout = .seconds(3)
        settings.lookUp = { (_, port) throws(LinkProblem) in
            var places: [HostAddress] = []
            for last in [2, 3, 4, 1] { places += try HostAddress.lookUp("127.0.0.\(last)", port: port) }
            return places
        }
        let publisher = try PublisherUnderTest(settings)
        _ = try await publisher.ready()
        #expect(publisher.events.all.count == 1, "in one round")
        settings.addresses[0].host = "elsewhere.test"
        settings.lookUp = { (_, port) throws(LinkProblem) in try HostAddress.lookUp("127.0.0.1", port: port) }
        let problem = try await PublisherUnderTest(settings).lost()
        #expect(problem.text.contains("hostname mismatch"), "\(problem)")
        withExtendedLifetime(holes) {}
    }

    private func makeCertificate(in folder: String, _ name: String, for host: String) async throws {
        let key = "\(folder)/\(name).key"
        try await Shell.succeed(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host)", "-keyout", key, "-out",
                "\(folder)/\(name).pem",
            ])
        // The broker runs as its own user.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }

    fileprivate func flatMap<Next>(_ next: (Success) async -> Result<Next, any Error>) async -> Result<Next, any Error>
    {
        switch self {
        case .success(let value): await next(value)
        case .failure(let error): .failure(error)
        }
    }
}

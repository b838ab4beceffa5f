import AMQP
import Testing

@Suite("A broker's address")
struct BrokerAddressTests {
    @Test(
        "Every part of the URL is read",
        arguments: [
            ("amqp://h", BrokerAddress(host: "h")),
            ("amqp://h/", BrokerAddress(host: "h")),
            ("amqp://h/%2F", BrokerAddress(host: "h")),
            ("AMQP://h:5673/shop", BrokerAddress(host: "h", port: 5673, vhost: "shop")),
            ("amqps://h", BrokerAddress(host: "h", port: 5671, isEncrypted: true)),
            ("amqp://ada@h", BrokerAddress(host: "h", user: "ada")),
            ("amqp://ada:@h", BrokerAddress(host: "h", user: "ada", password: "")),
            ("amqp://ada:pw@h:1/v%2Fw", BrokerAddress(host: "h", port: 1, user: "ada", password: "pw", vhost: "v/w")),
            ("amqp://a%40b:c%3Ad%2F%25@h", BrokerAddress(host: "h", user: "a@b", password: "c:d/%")),
            ("amqp://ada:p@ss@h", BrokerAddress(host: "h", user: "ada", password: "p@ss")),
            ("amqp://ada:p:w@h", BrokerAddress(host: "h", user: "ada", password: "p:w")),
            ("amqp://[::1]:5673/v", BrokerAddress(host: "::1", port: 5673, vhost: "v")),
            ("amqp://[fe80::1]", BrokerAddress(host: "fe80::1")),
            ("amqp://%C3%A4", BrokerAddress(host: "ä")),
            ("amqp://[fe80::1]:1/", BrokerAddress(host: "fe80::1", port: 1)),
            ("amqp://a.b.c:65535", BrokerAddress(host: "a.b.c", port: 65_535)),
        ])
    func parts(url: String, expected: BrokerAddress) throws {
        #expect(try BrokerAddress(url: url) == expected)
    }

    @Test(
        "What is no broker's URL is refused with the reason, without the password",
        arguments: [
            ("", "amqp://"), ("localhost", "amqp://"), ("http://u:secret@h", "amqp://"), ("amqp://", "no host"),
            ("amqp://u:secret@", "no host"), ("amqp://u:secret@:5672", "no host"), ("amqp://:secret@h", "empty user"),
            ("amqp://u:secret@h:0", "port"), ("amqp://u:secret@h:65536", "port"), ("amqp://u:secret@h:x", "port"),
            ("amqp://u:secret@h:-1", "port"), ("amqp://u:secret@h:+5", "port"), ("amqp://u:secret@h:", "port"),
            ("amqp://u:secret@h:99999999999999999999", "port"), ("amqp://u:secret@h/a/b", "%2F"),
            ("amqp://u:secret@h?heartbeat=5", "options"), ("amqp://u:secret%@h", "percent"),
            ("amqp://u:secret%zz@h", "percent"), ("amqp://u:secret%FF@h", "percent"),
            ("amqp://u%00:secret@h", "percent"),
            ("amqp://u:secret@h h", "%20"), ("amqp://u:secret@hé", "ASCII"), ("amqp:/h", "amqp://"),
            ("amqp:///v", "no host"),
            ("amqp://u:secret@[::1", "]"), ("amqp://u:secret@[::1]x", "IPv6"),
        ])
    func refused(url: String, reason: String) {
        let error = #expect(throws: BrokerAddressError.self) { try BrokerAddress(url: url) }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("No way of printing an address shows the password")
    func printing() throws {
        let address = try BrokerAddress(url: "amqp://ada:s3cret@h:1/v%2Fw")
        #expect(address.description == "amqp://ada@h:1/v%2Fw")
        for text in ["\(address)", String(describing: address), String(reflecting: address), dumped(address)] {
            #expect(!text.contains("s3cret"))
        }
        #expect(try BrokerAddress(url: "amqp://[::1]").description == "amqp://guest@[::1]:5672/%2F")
    }

    @Test("A password from elsewhere replaces the URL's")
    func otherPassword() throws {
        let address = try BrokerAddress(url: "amqp://ada:old@h").with(password: "new")
        #expect(address.password == "new")
    }

    private func dumped(_ address: BrokerAddress) -> String {
        var text = ""
        dump(address, to: &text)
        return text
    }
}

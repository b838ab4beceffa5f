import Testing

@testable import Configuration

@Suite struct SecretTests {
    private func yaml(_ file: String) -> String {
        "broker: { url: \"amqp://alice@127.0.0.1\", password_file: \(file) }\nprocesses: \"*.bpmn\"\n"
    }

    @Test(
        "A password file holds one line, its line feed is not part of it",
        arguments: ["pass word", "pass word\n", "pass word\r\n"])
    func line(content: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", content)
        let configuration = try read(yaml("secret"), in: folder)
        #expect(configuration.broker.password?.text == "pass word")
        #expect(configuration.warnings.isEmpty)
    }

    @Test("A password is printed by nothing")
    func hidden() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", "hunter2")
        let configuration = try read(yaml("secret"), in: folder)
        var dumped = ""
        dump(configuration.broker, to: &dumped)
        #expect(!"\(configuration)\(String(reflecting: configuration.broker))\(dumped)".contains("hunter2"))
    }

    @Test("A password file that everybody may read is a warning")
    func permissions() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", "x", permissions: 0o644)
        let warnings = try read(yaml("secret"), in: folder).warnings
        #expect(warnings.count == 1 && warnings[0].message.contains("chmod 600"))
        #expect(warnings[0].line == 1)
    }

    @Test(
        "A password file that is empty, binary or absent is refused",
        arguments: [[], [0x0A], [0xFF], [0x61, 0x00]] as [[UInt8]])
    func bad(content: [UInt8]) throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", content)
        #expect(try problems(of: yaml("secret"), in: folder).first?.contains("one line of UTF-8") == true)
        #expect(try problems(of: yaml("nowhere"), in: folder).first?.contains("No such file") == true)
    }

    @Test("Two passwords contradict each other, and no message repeats the one in the URL")
    func both() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", "x")
        let two = yaml("secret").replacing("alice@", with: "alice:hunter2@")
        let found = try problems(of: two, in: folder)
        #expect(found.count == 1 && found[0].contains("one or the other"))
        for url in [
            "amqp://a:hunter2@h:x", "amqp://a:hunter2@/", "amqp://a:hunter2@h/x/y", "http://a:hunter2@h",
            "amqp://a:hunter 2@h",
        ] {
            let found = try problems(of: "broker: { url: \"\(url)\" }\nprocesses: \"*.bpmn\"")
            #expect(found.count == 1 && !found[0].contains("hunter"))
        }
    }
}

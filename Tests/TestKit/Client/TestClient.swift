package import AMQP
package import Messages
package import Values

/// A message as `TestClient` got it from a queue.
package struct TestMessage: Sendable {
    package var exchange: String
    package var routingKey: String
    package var redelivered: Bool
    package var properties: MessageProperties
    /// The same as they lay in the frame.
    package var propertyList: [UInt8]
    package var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// A small synchronous AMQP client of the tests' own: it shares neither code nor library with what is tested.
package final class TestClient {
    private let socket: TestSocket
    private var isConfirming = false
    /// The broker's major version: from 4 on it reads headers and writes them again.
    package let majorVersion: Int

    package init(_ address: BrokerAddress) throws {
        socket = try TestSocket(port: address.port)
        try socket.send(Array("AMQP".utf8) + [0, 0, 9, 1])
        let socket = socket
        var hello = try Self.answer(10, 10, from: socket)
        _ = try hello.integer(UInt16.self)
        let version = if case .string(let text) = try hello.table()["version"] { text } else { "" }
        majorVersion = Int(version.prefix { $0 != "." }) ?? 0
        var start = WireWriter()
        start.table([:])
        start.short("PLAIN")
        start.long([0] + Array(address.user.utf8) + [0] + Array((address.password ?? "guest").utf8))
        start.short("en_US")
        try call(0, 10, 11, start)
        _ = try answer(10, 30)
        var tune = WireWriter()
        tune.integer(UInt16(1))
        tune.integer(UInt32(131_072))
        tune.integer(UInt16(0))
        try call(0, 10, 31, tune)
        var open = WireWriter()
        open.short(address.vhost)
        open.raw([0, 0])
        try call(0, 10, 40, open)
        _ = try answer(10, 41)
        var channel = WireWriter()
        channel.short("")
        try call(1, 20, 10, channel)
        _ = try answer(20, 11)
    }

    /// Declares a durable queue.
    package func declareQueue(
        _ name: String, durable: Bool = true, exclusive: Bool = false, autoDelete: Bool = false,
        arguments: TextTable<Value> = [:]
    ) throws {
        _ = try declare(name, flags: (durable ? 2 : 0) | (exclusive ? 4 : 0) | (autoDelete ? 8 : 0), arguments)
    }

    /// How many messages are ready in the queue, which must exist.
    package func depth(of queue: String) throws -> Int { try declare(queue, flags: 1, [:]).messages }

    /// How many consumers it has.
    package func consumers(of queue: String) throws -> Int { try declare(queue, flags: 1, [:]).consumers }

    private func declare(_ name: String, flags: UInt8, _ arguments: TextTable<Value>) throws -> (
        messages: Int, consumers: Int
    ) {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(name)
        method.integer(flags)
        method.table(arguments)
        try call(1, 50, 10, method)
        var ok = try answer(50, 11)
        _ = try ok.short()
        return (Int(try ok.integer(UInt32.self)), Int(try ok.integer(UInt32.self)))
    }

    package func declareExchange(
        _ name: String, type: String, arguments: TextTable<Value> = [:]
    ) throws {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(name)
        method.short(type)
        method.integer(UInt8(2))
        method.table(arguments)
        try call(1, 40, 10, method)
        _ = try answer(40, 11)
    }

    package func bind(_ queue: String, to exchange: String, key: String) throws {
        try bindOrNot(queue, exchange, key, 20, [0])
    }

    package func unbind(_ queue: String, from exchange: String, key: String) throws {
        try bindOrNot(queue, exchange, key, 50, [])
    }

    private func bindOrNot(
        _ queue: String, _ exchange: String, _ key: String, _ method: UInt16, _ flags: [UInt8]
    ) throws {
        var writer = WireWriter()
        writer.integer(UInt16(0))
        writer.short(queue)
        writer.short(exchange)
        writer.short(key)
        writer.raw(flags)
        writer.table([:])
        try call(1, 50, method, writer)
        _ = try answer(50, method + 1)
    }

    package func deleteQueue(_ name: String) throws {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(name)
        method.integer(UInt8(0))
        try call(1, 50, 40, method)
        _ = try answer(50, 41)
    }

    package func deleteExchange(_ name: String) throws {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(name)
        method.integer(UInt8(0))
        try call(1, 40, 20, method)
        _ = try answer(40, 21)
    }

    package func purge(_ queue: String) throws {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(queue)
        method.integer(UInt8(0))
        try call(1, 50, 30, method)
        _ = try answer(50, 31)
    }

    /// Publishes persistently and waits until the broker has it.
    package func publish(_ body: String, to queue: String) throws {
        try publish(exchange: "", key: queue, body: Array(body.utf8))
    }

    package func publish(
        exchange: String, key: String, properties: MessageProperties = MessageProperties(), body: [UInt8] = [],
        rawHeaders: [UInt8]? = nil
    ) throws {
        try publish(
            exchange: exchange, key: Array(key.utf8), properties: properties, body: body, rawHeaders: rawHeaders)
    }

    package func publish(
        exchange: String, key: [UInt8], properties: MessageProperties, body: [UInt8], rawHeaders: [UInt8]?
    ) throws {
        if !isConfirming {
            var select = WireWriter()
            select.integer(UInt8(0))
            try call(1, 85, 10, select)
            _ = try answer(85, 11)
            isConfirming = true
        }
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(exchange)
        method.short(key)
        method.integer(UInt8(0))
        var header = WireWriter()
        header.integer(UInt16(60))
        header.integer(UInt16(0))
        header.integer(UInt64(body.count))
        var properties = properties
        properties.deliveryMode = properties.deliveryMode ?? 2
        header.properties(properties, rawHeaders: rawHeaders)
        var bytes = Self.frame(1, 1, Self.method(60, 40, method)) + Self.frame(2, 1, header.bytes)
        for start in stride(from: 0, to: body.count, by: 131_064) {
            bytes += Self.frame(3, 1, Array(body[start..<min(body.count, start + 131_064)]))
        }
        try socket.send(bytes)
        _ = try answer(60, 80)
    }

    /// Takes one message off the queue; nil if it is empty.
    package func get(_ queue: String) throws -> TestMessage? {
        var method = WireWriter()
        method.integer(UInt16(0))
        method.short(queue)
        method.integer(UInt8(1))
        try call(1, 60, 70, method)
        guard var ok = try answer(60, 71, orNilAt: 72) else { return nil }
        _ = try ok.integer(UInt64.self)
        let redelivered = try ok.integer(UInt8.self) != 0
        let (exchange, key) = (try ok.short(), try ok.short())
        let head = try frame(type: 2)
        var header = WireReader(head)
        _ = try header.integer(UInt32.self)
        let size = Int(try header.integer(UInt64.self))
        let properties = try header.properties()
        var body: [UInt8] = []
        while body.count < size { body += try frame(type: 3) }
        return TestMessage(
            exchange: exchange, routingKey: key, redelivered: redelivered, properties: properties,
            propertyList: Array(head.dropFirst(12)), body: body)
    }

    /// Everything in the queue.
    package func drain(_ queue: String) throws -> [TestMessage] {
        var messages: [TestMessage] = []
        while let message = try get(queue) { messages.append(message) }
        return messages
    }

    private func call(_ channel: UInt16, _ klass: UInt16, _ method: UInt16, _ arguments: WireWriter) throws {
        try socket.send(Self.frame(1, channel, Self.method(klass, method, arguments)))
    }

    private func answer(_ klass: UInt16, _ method: UInt16) throws -> WireReader {
        try Self.answer(klass, method, from: socket)
    }

    private func answer(_ klass: UInt16, _ method: UInt16, orNilAt other: UInt16) throws -> WireReader? {
        try Self.answer(klass, method, orNilAt: other, from: socket)
    }

    private static func answer(_ klass: UInt16, _ method: UInt16, from socket: TestSocket) throws -> WireReader {
        guard let reader = try answer(klass, method, orNilAt: 0, from: socket) else { throw TestFailure("no answer") }
        return reader
    }

    private static func answer(
        _ klass: UInt16, _ method: UInt16, orNilAt other: UInt16, from socket: TestSocket
    ) throws -> WireReader? {
        var reader = WireReader(try frame(type: 1, from: socket))
        let (gotClass, gotMethod) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
        if (gotClass, gotMethod) == (klass, method) { return reader }
        if gotClass == klass && gotMethod == other { return nil }
        if [10, 20].contains(gotClass) && [40, 50].contains(gotMethod) {
            let code = try reader.integer(UInt16.self)
            throw TestFailure("the broker closed: \(code) \(try reader.short())")
        }
        throw TestFailure("expected method \(klass).\(method), got \(gotClass).\(gotMethod)")
    }

    private func frame(type: UInt8) throws -> [UInt8] { try Self.frame(type: type, from: socket) }

    private static func frame(type: UInt8, from socket: TestSocket) throws -> [UInt8] {
        while true {
            let head = try socket.receive(7)
            let size = head[3...6].reduce(0) { $0 << 8 | Int($1) }
            let payload = Array(try socket.receive(size + 1).dropLast())
            if head[0] == 8 { continue }
            guard head[0] == type else { throw TestFailure("expected a frame of type \(type), got \(head[0])") }
            return payload
        }
    }

    private static func method(_ klass: UInt16, _ method: UInt16, _ arguments: WireWriter) -> [UInt8] {
        var writer = WireWriter()
        writer.integer(klass)
        writer.integer(method)
        writer.raw(arguments.bytes)
        return writer.bytes
    }

    private static func frame(_ type: UInt8, _ channel: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.integer(type)
        writer.integer(channel)
        writer.long(payload)
        writer.integer(UInt8(0xCE))
        return writer.bytes
    }
}

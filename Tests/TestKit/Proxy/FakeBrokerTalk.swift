import Messages
import Values

/// One connection of a `FakeBroker`: answers each method as RabbitMQ would.
struct FakeBrokerTalk {
    private let socket: ProxiedSocket
    private var input: [UInt8] = []
    private var hasGreeted = false
    private var connection = 0
    private var published: UInt64 = 0
    private var delivered: UInt64 = 0
    private var bodyLeft: UInt64 = 0
    private var id = ""
    private var isChannelClosed = false

    init(_ socket: ProxiedSocket) { self.socket = socket }

    /// Answers one frame; false at the end.
    mutating func step(_ broker: FakeBroker) -> Bool {
        do {
            if !hasGreeted {
                guard take(8) != nil else { return false }
                hasGreeted = true
                var start = WireWriter()
                start.raw([0, 9])
                start.table(["product": "fake", "version": "3.10.0"])
                start.long(Array("PLAIN".utf8))
                start.long(Array("en_US".utf8))
                return send(0, 10, 10, start)
            }
            guard let head = take(7) else { return false }
            let size = head[3...6].reduce(0) { $0 << 8 | Int($1) }
            guard let payload = take(size + 1) else { return false }
            var reader = WireReader(payload.dropLast())
            switch head[0] {
            case 1: return try method(&reader, broker)
            case 2: return try header(&reader, broker)
            case 3:
                bodyLeft -= min(bodyLeft, UInt64(size))
                return bodyLeft > 0 || settle(broker)
            case 8:
                broker.heardHeartbeat()
                return socket.send(Self.frame(8, 0, []))
            default: return false
            }
        } catch {
            return false
        }
    }

    private mutating func method(_ reader: inout WireReader, _ broker: FakeBroker) throws -> Bool {
        let (klass, method) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
        var answer = WireWriter()
        switch (klass, method) {
        case (10, 11):
            let name = try reader.table()["connection_name"]
            connection = broker.cameIn(onlyDeclares: name == .string("test, declaring"))
            answer.integer(UInt16(1))
            answer.integer(UInt32(131_072))
            answer.integer(UInt16(0))
            return send(0, 10, 30, answer)
        case (10, 31), (20, 41): return true
        case (10, 40):
            answer.short("")
            return send(0, 10, 41, answer)
        case (10, 50):
            _ = send(0, 10, 51, answer)
            return false
        case (20, 10):
            answer.long([])
            return send(1, 20, 11, answer)
        case (40, 10), (50, 10), (50, 20):
            broker.declared(on: connection)
            guard broker.behaviour.answersDeclarations(connection) else { return true }
            if (klass, method) == (50, 10) {
                _ = try reader.integer(UInt16.self)
                answer.short(try reader.short())
                answer.integer(UInt32(0))
                answer.integer(broker.behaviour.consumers(connection))
            }
            return send(1, klass, method + 1, answer)
        case (60, 20):
            _ = try reader.integer(UInt16.self)
            _ = try reader.short()
            let consumer = try reader.short()
            answer.short(consumer)
            if case .closeChannel(let code, let text) = broker.behaviour.consumed(connection) {
                return closeChannel(code, text)
            }
            guard broker.behaviour.answersConsuming(connection) else { return true }
            return send(1, 60, 21, answer)
                && broker.behaviour.deliveries(connection).allSatisfy { deliver($0, to: consumer) }
        case (60, 40): return true
        default: return send(1, klass, method + 1, answer)
        }
    }

    private mutating func header(_ reader: inout WireReader, _ broker: FakeBroker) throws -> Bool {
        _ = try reader.integer(UInt32.self)
        bodyLeft = try reader.integer()
        id = try reader.properties().messageID ?? ""
        return bodyLeft > 0 || settle(broker)
    }

    private mutating func deliver(_ properties: [UInt8], to consumer: String) -> Bool {
        delivered += 1
        var deliver = WireWriter()
        deliver.short(consumer)
        deliver.integer(delivered)
        deliver.integer(UInt8(0))
        deliver.short("")
        deliver.short("key")
        var header = WireWriter()
        header.integer(UInt16(60))
        header.raw([UInt8](repeating: 0, count: 10))
        header.raw(properties)
        return send(1, 60, 60, deliver) && socket.send(Self.frame(2, 1, header.bytes))
    }

    private mutating func settle(_ broker: FakeBroker) -> Bool {
        if isChannelClosed { return true }
        published += 1
        var answer = WireWriter()
        answer.integer(published)
        answer.integer(UInt8(0))
        switch broker.behaviour.published(connection, id) {
        case .confirm: return send(1, 60, 80, answer)
        case .refuse: return send(1, 60, 120, answer)
        case .closeChannel(let code, let text): return closeChannel(code, text)
        }
    }

    private mutating func closeChannel(_ code: UInt16, _ text: String) -> Bool {
        isChannelClosed = true
        var close = WireWriter()
        close.integer(code)
        close.short(text)
        close.integer(UInt32(0))
        return send(1, 20, 40, close)
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while input.count < count {
            guard let more = socket.receive() else { return nil }
            input += more
        }
        defer { input.removeFirst(count) }
        return Array(input[..<count])
    }

    private func send(_ channel: UInt16, _ klass: UInt16, _ method: UInt16, _ arguments: WireWriter) -> Bool {
        var writer = WireWriter()
        writer.integer(klass)
        writer.integer(method)
        writer.raw(arguments.bytes)
        return socket.send(Self.frame(1, channel, writer.bytes))
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

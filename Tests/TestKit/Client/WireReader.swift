import Messages
import Values

/// Reads AMQP 0-9-1's types, independently of the code under test.
struct WireReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(Array(bytes)) }

    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
        try take(Number.bitWidth / 8).reduce(Number(0)) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func short() throws -> String { String(decoding: try take(Int(integer(UInt8.self))), as: UTF8.self) }

    mutating func long() throws -> [UInt8] { Array(try take(Int(integer(UInt32.self)))) }

    mutating func table() throws -> TextTable<Value> {
        var inner = WireReader(try long())
        var entries: TextTable<Value> = [:]
        while !inner.rest.isEmpty {
            let name = try inner.short()
            entries[name] = try inner.field()
        }
        return entries
    }

    mutating func field() throws -> Value {
        let kind = try integer(UInt8.self)
        switch Unicode.Scalar(kind) {
        case "V": return .null
        case "t": return .bool(try integer(UInt8.self) != 0)
        case "b": return .int(Int(try integer(Int8.self)))
        case "B": return .int(Int(try integer(UInt8.self)))
        case "s": return .int(Int(try integer(Int16.self)))
        case "u": return .int(Int(try integer(UInt16.self)))
        case "I": return .int(Int(try integer(Int32.self)))
        case "i": return .int(Int(try integer(UInt32.self)))
        case "l", "L", "T": return .int(Int(try integer(Int64.self)))
        case "d": return .double(Double(bitPattern: try integer()))
        case "f": return .double(Double(Float(bitPattern: try integer())))
        case "D": return .list([.int(Int(try integer(UInt8.self))), .int(Int(try integer(Int32.self)))])
        case "x": return .list(try long().map { .int(Int($0)) })
        case "S": return .string(String(decoding: try long(), as: UTF8.self))
        case "F": return .dict(try table())
        case "A":
            var inner = WireReader(try long())
            var items: [Value] = []
            while !inner.rest.isEmpty { items.append(try inner.field()) }
            return .list(items)
        default: throw TestFailure("a field of type \(kind)")
        }
    }

    mutating func properties() throws -> MessageProperties {
        let flags = try integer(UInt16.self)
        func has(_ flag: Int) -> Bool { flags & 1 << flag != 0 }
        var read = MessageProperties()
        if has(15) { read.contentType = try short() }
        if has(14) { read.contentEncoding = try short() }
        if has(13) { read.headers = try table() }
        if has(12) { read.deliveryMode = try integer() }
        if has(11) { read.priority = try integer() }
        if has(10) { read.correlationID = try short() }
        if has(9) { read.replyTo = try short() }
        if has(8) { read.expiration = try short() }
        if has(7) { read.messageID = try short() }
        if has(6) { read.timestamp = try integer() }
        if has(5) { read.type = try short() }
        if has(4) { read.userID = try short() }
        if has(3) { read.appID = try short() }
        return read
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw TestFailure("the broker's frame ends too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

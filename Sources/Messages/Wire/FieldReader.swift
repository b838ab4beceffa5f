import Values

/// Reads AMQP field tables (§4.2.5) into values.
///
/// Numbers are as in JSON: a decimal without a scale is an integer, any other is the nearest double. A timestamp becomes
/// its seconds. Bytes, and strings that are not UTF-8, become base64 text: AMQP's strings are bytes.
///
/// What no value holds becomes null, and why is told for the header that it is in: an unsigned number beyond 2^63-1,
/// NaN and the infinities, what lies deeper than 16 tables, a name twice or not UTF-8, a type that AMQP does not have.
package struct FieldReader {
    package static let depthLimit = 16

    /// Why the header at hand has no value.
    private var problem: String?

    /// The headers of a message; which of them have no value, and why.
    static func headers(
        _ bytes: UnsafeRawBufferPointer
    ) throws(WireDamage) -> (all: TextTable<Value>, unreadable: TextMap<String>) {
        var reader = FieldReader()
        var cursor = WireCursor(bytes)
        // A header is rarely shorter than this.
        var all = TextTable<Value>(minimumCapacity: min(bytes.count / 16, 64))
        var unreadable: TextMap<String> = [:]
        while !cursor.isAtEnd {
            let raw = try cursor.short()
            let text = String(validating: raw, as: UTF8.self)
            let name = text ?? WireText.kept(raw)
            reader.problem = text == nil ? "its name is not UTF-8" : nil
            let value = try reader.value(&cursor, depth: 1)
            if all.updateValue(value, forKey: name) != nil { reader.note("it is there twice") }
            if let problem = reader.problem { unreadable[name] = "the header \(name) has no value: \(problem)" }
        }
        return (all, unreadable)
    }

    private mutating func value(_ cursor: inout WireCursor, depth: Int) throws(WireDamage) -> Value {
        let kind = try cursor.integer(UInt8.self)
        switch Unicode.Scalar(kind) {
        case "t": return .bool(try cursor.integer(UInt8.self) != 0)
        case "b": return .int(Int(try cursor.integer(Int8.self)))
        case "B": return .int(Int(try cursor.integer(UInt8.self)))
        case "s": return .int(Int(try cursor.integer(Int16.self)))
        case "u": return .int(Int(try cursor.integer(UInt16.self)))
        case "I": return .int(Int(try cursor.integer(Int32.self)))
        case "i": return .int(Int(try cursor.integer(UInt32.self)))
        case "l": return .int(Int(try cursor.integer(Int64.self)))
        case "L", "T":
            let number = try cursor.integer(UInt64.self)
            return Int(exactly: number).map { .int($0) } ?? unreadable("it is \(number), more than 2^63-1")
        case "f": return double(Double(Float(bitPattern: try cursor.integer(UInt32.self))))
        case "d": return double(Double(bitPattern: try cursor.integer(UInt64.self)))
        case "D":
            let scale = try cursor.integer(UInt8.self)
            return Self.decimal(try cursor.integer(Int32.self), scale: scale)
        case "S":
            let bytes = try cursor.long()
            return .string(String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes))
        case "x": return .string(Base64.encode(try cursor.long()))
        case "V": return .null
        case "F": return try table(try cursor.long(), depth: depth + 1)
        case "A": return try array(try cursor.long(), depth: depth + 1)
        default:
            // How long it is nobody can say.
            throw WireDamage()
        }
    }

    private mutating func table(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(WireDamage) -> Value {
        if depth > Self.depthLimit { return unreadable("it is nested deeper than \(Self.depthLimit)") }
        var cursor = WireCursor(bytes)
        var entries: TextTable<Value> = [:]
        while !cursor.isAtEnd {
            let raw = try cursor.short()
            let text = String(validating: raw, as: UTF8.self)
            if text == nil { note("a name in it is not UTF-8") }
            let name = text ?? WireText.kept(raw)
            if entries.updateValue(try value(&cursor, depth: depth), forKey: name) != nil {
                note("\(name) is in it twice")
            }
        }
        return .dict(entries)
    }

    private mutating func array(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(WireDamage) -> Value {
        if depth > Self.depthLimit { return unreadable("it is nested deeper than \(Self.depthLimit)") }
        var cursor = WireCursor(bytes)
        var items: [Value] = []
        while !cursor.isAtEnd { items.append(try value(&cursor, depth: depth)) }
        return .list(items)
    }

    private mutating func double(_ number: Double) -> Value {
        number.isFinite ? .double(number) : unreadable("it is \(number), not a finite number")
    }

    /// AMQP 0-9-1 calls it unsigned; every client, and its grammar's older versions, write a signed one.
    private static func decimal(_ number: Int32, scale: UInt8) -> Value {
        if scale == 0 { return .int(Int(number)) }
        // Read as JSON would read it, which is exactly the nearest.
        return .double(Double("\(number)e-\(scale)") ?? 0)
    }

    private mutating func unreadable(_ what: String) -> Value {
        note(what)
        return .null
    }

    private mutating func note(_ what: String) {
        if problem == nil { problem = what }
    }
}

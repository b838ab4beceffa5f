import Values

/// The properties of a message as they lie on the wire (§4.2.6.1): what is not changed is sent on byte for byte.
package struct PropertyList {
    /// The properties, by the bit of the flags that says whether one is there; the first has the highest.
    enum Property: Int, CaseIterable {
        case contentType = 15
        case contentEncoding = 14
        case headers = 13
        case deliveryMode = 12
        case priority = 11
        case correlationID = 10
        case replyTo = 9
        case expiration = 8
        case messageID = 7
        case timestamp = 6
        case type = 5
        case userID = 4
        case appID = 3
        /// Of AMQP 0-9; it has no meaning any more.
        case clusterID = 2

        var flag: UInt16 { 1 << UInt16(rawValue) }
    }

    /// One header, its value with the type in front.
    private struct Header {
        var name: [UInt8]
        var field: [UInt8]
    }

    /// All but the headers, as they are encoded.
    private var properties: [Property: [UInt8]] = [:]
    private var headers: [Header]?

    package init() {}

    /// `nil` for what cannot be taken apart: a length that leads beyond the bytes, a type that AMQP does not have.
    package init?(_ encoded: [UInt8]) {
        guard let list = encoded.withUnsafeBytes({ try? PropertyList(reading: $0) }) else { return nil }
        self = list
    }

    private init(reading bytes: UnsafeRawBufferPointer) throws(WireDamage) {
        var cursor = WireCursor(bytes)
        let flags = try cursor.integer(UInt16.self)
        if flags & 3 != 0 { throw WireDamage() }
        for property in Property.allCases where flags & property.flag != 0 {
            if property == .headers {
                headers = try Self.headers(try cursor.long())
                continue
            }
            let start = cursor.offset
            switch property {
            case .deliveryMode, .priority: _ = try cursor.take(1)
            case .timestamp: _ = try cursor.take(8)
            default: _ = try cursor.short()
            }
            properties[property] = Array(bytes[start..<cursor.offset])
        }
        if !cursor.isAtEnd { throw WireDamage() }
    }

    private static func headers(_ bytes: UnsafeRawBufferPointer) throws(WireDamage) -> [Header] {
        var cursor = WireCursor(bytes)
        var headers: [Header] = []
        while !cursor.isAtEnd {
            let name = Array(try cursor.short())
            let start = cursor.offset
            try cursor.skipField()
            headers.append(Header(name: name, field: Array(bytes[start..<cursor.offset])))
        }
        return headers
    }

    package var encoded: [UInt8] {
        var writer = FieldWriter(reserving: size)
        writer.write(flags)
        for property in Property.allCases {
            if property == .headers, let headers {
                writer.write(UInt32(clamping: headersSize))
                for header in headers {
                    writer.write(short: header.name)
                    writer.write(raw: header.field)
                }
            } else if let bytes = properties[property] {
                writer.write(raw: bytes)
            }
        }
        return writer.bytes
    }

    /// How many bytes it takes.
    package var size: Int {
        2 + properties.values.reduce(0) { $0 + $1.count } + (headers == nil ? 0 : 4 + headersSize)
    }

    private var flags: UInt16 {
        properties.keys.reduce(headers == nil ? 0 : Property.headers.flag) { $0 | $1.flag }
    }

    private var headersSize: Int { (headers ?? []).reduce(0) { $0 + 1 + $1.name.count + $1.field.count } }
}

/// What may be changed.
extension PropertyList {
    package var deliveryMode: UInt8? {
        get { properties[.deliveryMode]?.first }
        set { properties[.deliveryMode] = newValue.map { [$0] } }
    }

    package var messageID: [UInt8]? {
        get { self[short: .messageID] }
        set { self[short: .messageID] = newValue }
    }

    package var userID: [UInt8]? {
        get { self[short: .userID] }
        set { self[short: .userID] = newValue }
    }

    package var expiration: [UInt8]? {
        get { self[short: .expiration] }
        set { self[short: .expiration] = newValue }
    }

    subscript(short property: Property) -> [UInt8]? {
        get { properties[property].map { Array($0.dropFirst()) } }
        set { properties[property] = newValue.map { [UInt8(clamping: $0.count)] + $0.prefix(255) } }
    }

    mutating func set(_ property: Property, encoded bytes: [UInt8]) { properties[property] = bytes }

    /// The value of a header, with its type in front; of several the last.
    package func header(_ name: String) -> [UInt8]? {
        let name = Array(name.utf8)
        return headers?.last { $0.name == name }?.field
    }

    /// Removes every header of these names.
    package mutating func removeHeaders(_ names: [String]) {
        let names = Set(names.map { Array($0.utf8) })
        headers?.removeAll { names.contains($0.name) }
    }

    /// Appends a header whose value is encoded, with its type in front.
    package mutating func append(header name: String, field: [UInt8]) {
        headers = (headers ?? []) + [Header(name: Array(name.utf8.prefix(255)), field: field)]
    }

}

extension WireCursor {
    /// Goes over one value with its type, and over everything in it, however deep: without recursion, so that no depth
    /// is too much for the stack.
    mutating func skipField() throws(WireDamage) {
        // The tables and arrays that it is in.
        var open: [(end: Int, isTable: Bool)] = []
        repeat {
            if open.last?.isTable == true { _ = try short() }
            let kind = Unicode.Scalar(try integer(UInt8.self))
            switch kind {
            case "V": break
            case "t", "b", "B": _ = try take(1)
            case "s", "u": _ = try take(2)
            case "I", "i", "f": _ = try take(4)
            case "D": _ = try take(5)
            case "l", "L", "T", "d": _ = try take(8)
            case "S", "x": _ = try long()
            case "F", "A": open.append((Int(try integer(UInt32.self)) + offset, kind == "F"))
            default: throw WireDamage()
            }
            while let inner = open.last, offset >= inner.end {
                if offset > inner.end { throw WireDamage() }
                open.removeLast()
            }
        } while !open.isEmpty
    }
}

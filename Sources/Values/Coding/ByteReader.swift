/// Why bytes that the store kept cannot be read.
package struct CodingProblem: Error, Sendable, CustomStringConvertible {
    package let offset: Int
    package let reason: String

    package init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "\(reason) at byte \(offset)" }
}

/// Reads what `ByteWriter` wrote. Damaged input fails with a problem; it never traps and never allocates
/// more than the input could hold.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    package private(set) var offset = 0

    private static let deepest = 512

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { offset == bytes.count }

    package func problem(_ reason: String) -> CodingProblem { CodingProblem(offset: offset, reason: reason) }

    /// What comes next, if anything does.
    package var nextByte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    package mutating func byte() throws(CodingProblem) -> UInt8 {
        guard offset < bytes.count else { throw problem("the bytes end early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    package mutating func unsigned() throws(CodingProblem) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            let part = UInt64(next & 0x7F)
            guard shift < 63 || (shift == 63 && part <= 1) else { throw problem("a number has more than 64 bits") }
            number |= part << shift
            if next & 0x80 == 0 { return number }
            shift += 7
        }
    }

    /// A count of things that take at least one byte each, so never more than what is left.
    package mutating func count() throws(CodingProblem) -> Int {
        let number = try unsigned()
        guard number <= UInt64(bytes.count - offset) else { throw problem("a count is larger than what follows") }
        return Int(number)
    }

    package mutating func signed() throws(CodingProblem) -> Int64 {
        let raw = try unsigned()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    package mutating func flag() throws(CodingProblem) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw problem("a flag is neither 0 nor 1")
        }
    }

    package mutating func text() throws(CodingProblem) -> String {
        let length = try count()
        defer { offset += length }
        // What is not UTF-8 is fixed by decoding; `String(validating:)` would tell it more slowly.
        let stored = bytes[offset..<offset + length]
        var text = String(decoding: stored, as: UTF8.self)
        guard text.withUTF8({ $0.elementsEqual(stored) }) else { throw problem("a text is not UTF-8") }
        return text
    }

    package mutating func blob() throws(CodingProblem) -> [UInt8] {
        let length = try count()
        defer { offset += length }
        return Array(bytes[offset..<offset + length])
    }

    package mutating func optional<Wrapped>(
        _ body: (inout ByteReader) throws(CodingProblem) -> Wrapped
    ) throws(CodingProblem) -> Wrapped? {
        try flag() ? try body(&self) : nil
    }

    package mutating func optionalText() throws(CodingProblem) -> String? {
        try flag() ? try text() : nil
    }

    package mutating func value() throws(CodingProblem) -> Value { try value(depth: 0) }

    package mutating func entries() throws(CodingProblem) -> TextTable<Value> {
        try entries(depth: 0)
    }

    private mutating func value(depth: Int) throws(CodingProblem) -> Value {
        guard depth < Self.deepest else { throw problem("values are nested too deep") }
        switch try byte() {
        case 0: return .null
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3: return .int(Int(try signed()))
        case 4: return .double(try double())
        case 5: return .string(try text())
        case 6:
            var items: [Value] = []
            let number = try count()
            items.reserveCapacity(number)
            for _ in 0..<number { items.append(try value(depth: depth + 1)) }
            return .list(items)
        case 7: return .dict(try entries(depth: depth + 1))
        case let tag: throw problem("unknown kind of value \(tag)")
        }
    }

    private mutating func entries(depth: Int) throws(CodingProblem) -> TextTable<Value> {
        let number = try count()
        var entries = TextTable<Value>(minimumCapacity: number)
        for _ in 0..<number {
            let name = try text()
            entries[name] = try value(depth: depth)
        }
        return entries
    }

    private mutating func double() throws(CodingProblem) -> Double {
        guard bytes.count - offset >= 8 else { throw problem("the bytes end early") }
        var pattern: UInt64 = 0
        for index in 0..<8 { pattern |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += 8
        return Double(bitPattern: pattern)
    }
}

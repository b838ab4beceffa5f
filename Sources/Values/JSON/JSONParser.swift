/// One pass over the bytes of a JSON text. Recursion is bounded by `JSON.maximumDepth`.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The byte here; 0, which JSON never allows outside a string, at the end.
    @inline(__always)
    var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    mutating func document() throws(JSONFlaw) -> Value {
        // RFC 8259 §8.1 lets a reader ignore a byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        guard position < bytes.count else { throw flaw(.empty) }
        let result = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw flaw(.trailing) }
        return result
    }

    private mutating func value(depth: Int) throws(JSONFlaw) -> Value {
        switch current {
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true", .bool(true))
        case UInt8(ascii: "f"): try literal("false", .bool(false))
        case UInt8(ascii: "n"): try literal("null", .null)
        default: throw notFinite() ?? unexpected()
        }
    }

    private mutating func object(depth: Int) throws(JSONFlaw) -> Value {
        guard depth <= JSON.maximumDepth else { throw flaw(.tooDeep) }
        position += 1
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .emptyDict
        }
        var entries: TextTable<Value> = [:]
        entries.reserveCapacity(6)
        while true {
            let start = position
            guard current == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            let item = try value(depth: depth)
            if entries.updateValue(item, forKey: key) != nil {
                throw JSONFlaw(reason: .duplicateKey(key), offset: start)
            }
            skipSpace()
            if current == UInt8(ascii: "}") { break }
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
        position += 1
        return .dict(entries)
    }

    private mutating func array(depth: Int) throws(JSONFlaw) -> Value {
        guard depth <= JSON.maximumDepth else { throw flaw(.tooDeep) }
        position += 1
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .list([])
        }
        var items: [Value] = []
        while true {
            items.append(try value(depth: depth))
            skipSpace()
            if current == UInt8(ascii: "]") { break }
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
        position += 1
        return .list(items)
    }

    private mutating func literal(_ word: StaticString, _ value: Value) throws(JSONFlaw) -> Value {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw notFinite() ?? unexpected() }
            position += 1
        }
        return value
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func expect(_ byte: UInt8) throws(JSONFlaw) {
        guard current == byte else { throw unexpected() }
        position += 1
    }

    func flaw(_ reason: JSONProblem.Reason) -> JSONFlaw { JSONFlaw(reason: reason, offset: position) }

    /// What stands here does not belong here, or nothing stands here.
    func unexpected() -> JSONFlaw { flaw(position < bytes.count ? .unexpected(bytes[position]) : .ends) }

    /// Python writes these although they are no JSON, so they deserve their own words.
    func notFinite() -> JSONFlaw? {
        let rest = bytes[position...]
        let words = ["NaN", "nan", "Infinity", "-Infinity", "inf"]
        return words.contains { rest.starts(with: $0.utf8) } ? flaw(.notFinite) : nil
    }
}

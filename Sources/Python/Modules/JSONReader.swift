/// `json.loads`
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0

    static func object(from text: String, _ machine: Machine) throws -> Object {
        var reader = JSONReader(bytes: Array(text.utf8))
        reader.skipBlanks()
        let object = try reader.value(depth: 0, machine)
        reader.skipBlanks()
        if reader.position < reader.bytes.count { throw reader.refusal("Extra data") }
        return object
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek() -> UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipBlanks() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(peek()) { position += 1 }
    }

    private func refusal(_ message: String, at place: Int? = nil) -> Raise {
        let before = bytes[..<min(place ?? position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let isStart: (UInt8) -> Bool = { $0 & 0xC0 != 0x80 }
        let column = before[lineStart...].count(where: isStart) + 1
        let index = before.count(where: isStart)
        return Raise(.jsonDecodeError, "\(message): line \(line) column \(column) (char \(index))")
    }

    private mutating func value(depth: Int, _ machine: Machine) throws -> Object {
        if depth > 200 { throw Raise(.recursionError, "maximum recursion depth exceeded while decoding a JSON object") }
        try machine.step()
        switch peek() {
        case UInt8(ascii: "{"): return try object(depth, machine)
        case UInt8(ascii: "["): return try array(depth, machine)
        case UInt8(ascii: "\""): return .str(try string(machine))
        case UInt8(ascii: "-") where !bytes[position...].starts(with: "-Infinity".utf8),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        default:
            let words: [(String, Object)] = [
                ("null", .none), ("true", .bool(true)), ("false", .bool(false)), ("NaN", .float(.nan)),
                ("Infinity", .float(.infinity)), ("-Infinity", .float(-.infinity)),
            ]
            for (word, object) in words where bytes[min(position, bytes.count)...].starts(with: word.utf8) {
                position += word.utf8.count
                return object
            }
            throw refusal("Expecting value")
        }
    }

    private mutating func array(_ depth: Int, _ machine: Machine) throws -> Object {
        position += 1
        var items: [Object] = []
        skipBlanks()
        if peek() == UInt8(ascii: "]") {
            position += 1
            return try machine.newList([])
        }
        while true {
            skipBlanks()
            items.append(try value(depth: depth + 1, machine))
            skipBlanks()
            let byte = peek()
            if byte == UInt8(ascii: "]") { break }
            if byte != UInt8(ascii: ",") { throw refusal("Expecting ',' delimiter") }
            position += 1
        }
        position += 1
        return try machine.newList(items)
    }

    private mutating func object(_ depth: Int, _ machine: Machine) throws -> Object {
        position += 1
        var table = Table()
        skipBlanks()
        if peek() == UInt8(ascii: "}") {
            position += 1
            return try machine.newDict(table)
        }
        while true {
            skipBlanks()
            guard peek() == UInt8(ascii: "\"") else {
                throw refusal("Expecting property name enclosed in double quotes")
            }
            let key = try string(machine)
            skipBlanks()
            guard peek() == UInt8(ascii: ":") else { throw refusal("Expecting ':' delimiter") }
            position += 1
            skipBlanks()
            table.set(.str(key), try value(depth: depth + 1, machine))
            skipBlanks()
            let byte = peek()
            if byte == UInt8(ascii: "}") { break }
            if byte != UInt8(ascii: ",") { throw refusal("Expecting ',' delimiter") }
            position += 1
        }
        position += 1
        return try machine.newDict(table)
    }

    private mutating func number() throws -> Object {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        guard peek().isDigit else { throw refusal("Expecting value", at: start) }
        if peek() == UInt8(ascii: "0") { position += 1 } else { skipDigits() }
        var isFloat = false
        if peek() == UInt8(ascii: "."), position + 1 < bytes.count, bytes[position + 1].isDigit {
            isFloat = true
            position += 1
            skipDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let mark = position
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            if peek().isDigit {
                isFloat = true
                skipDigits()
            } else {
                position = mark
            }
        }
        let text = Texts.text(bytes[start..<position])
        if isFloat { return .float(Double(text) ?? .nan) }
        guard let number = Int(text) else { throw Raise.overflow() }
        return .int(number)
    }

    private mutating func skipDigits() {
        while peek().isDigit { position += 1 }
    }

    private mutating func string(_ machine: Machine) throws -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        while true {
            guard position < bytes.count else { throw refusal("Unterminated string starting at", at: start) }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 { throw refusal("Invalid control character at") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                try escape(into: &content, start)
            } else {
                content.append(byte)
            }
        }
        position += 1
        try machine.charge(text: content.count)
        return Texts.text(content)
    }

    private mutating func escape(into content: inout [UInt8], _ start: Int) throws {
        guard position < bytes.count else { throw refusal("Unterminated string starting at", at: start) }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content += Array(String(try escapedScalar()).utf8)
        default: throw refusal("Invalid \\escape", at: position - 2)
        }
    }

    private mutating func escapedScalar() throws -> Unicode.Scalar {
        let high = try escapedUnit()
        guard UTF16.isLeadSurrogate(high), peek() == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else {
            guard let scalar = Unicode.Scalar(high) else { throw refusal("Half a character at", at: position - 6) }
            return scalar
        }
        position += 2
        let low = try escapedUnit()
        guard UTF16.isTrailSurrogate(low) else { throw refusal("Half a character at", at: position - 6) }
        return UTF16.decode(UTF16.EncodedScalar([high, low]))
    }

    private mutating func escapedUnit() throws -> UInt16 {
        let digits = bytes[position..<min(position + 4, bytes.count)]
        guard digits.count == 4, let unit = UInt16(Texts.text(digits), radix: 16), digits.first != UInt8(ascii: "+")
        else {
            throw refusal("Invalid \\uXXXX escape", at: position - 1)
        }
        position += 4
        return unit
    }
}

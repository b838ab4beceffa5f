/// `datetime.strptime`
struct DateParsing {
    private var reader: DateReader
    private let format: String
    private let text: String
    private var year = 1900
    private var month = 1
    private var day = 1
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var microsecond = 0
    private var dayOfYear: Int?
    private var isAfternoon: Bool?
    private var zone: TimeZoneObject?

    static func moment(_ text: String, _ format: String) throws -> DateTimeObject {
        var parsing = DateParsing(text, format)
        return try parsing.read()
    }

    private init(_ text: String, _ format: String) {
        self.text = text
        self.format = format
        self.reader = DateReader(text)
    }

    private func mismatch() -> Raise {
        Raise.valueError("time data \(Texts.quoted(text)) does not match format \(Texts.quoted(format))")
    }

    private mutating func read() throws -> DateTimeObject {
        try checkFormat()
        try readFormat(format)
        if !reader.atEnd {
            let rest = Texts.text(reader.text[reader.position...])
            throw Raise.valueError("unconverted data remains: \(rest)")
        }
        if let isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        var date = try CivilDate(year, month, day)
        if let dayOfYear {
            date = try CivilDate(ordinal: try CivilDate(year, 1, 1).ordinal + dayOfYear - 1)
            if date.year != year { throw mismatch() }
        }
        return DateTimeObject(date, try CivilTime(hour, minute, second, microsecond), zone)
    }

    /// What CPython's own `strptime` knows; it looks at the whole format first.
    private static let directives = Set("aAbBcdfGHIjmMpSuUVwWxXyYzZ%".unicodeScalars)

    private func checkFormat() throws {
        var scalars = format.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else { continue }
            guard let directive = scalars.popFirst() else {
                throw Raise.valueError("stray % in format \(Texts.quoted(format))")
            }
            if !Self.directives.contains(directive) { throw bad(directive) }
        }
    }

    private func bad(_ directive: Unicode.Scalar) -> Raise {
        Raise.valueError("'\(directive)' is a bad directive in format \(Texts.quoted(format))")
    }

    private mutating func readFormat(_ format: String) throws {
        var scalars = format.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if Texts.isSpace(scalar) {
                while !reader.atEnd, Texts.isSpace(Unicode.Scalar(reader.peek())) { reader.position += 1 }
                while let next = scalars.first, Texts.isSpace(next) { scalars.removeFirst() }
            } else if scalar == "%" {
                if let directive = scalars.popFirst() { try readDirective(directive) }
            } else {
                for byte in String(scalar).utf8 {
                    // As in CPython, letters match whatever their case.
                    guard !reader.atEnd, Self.folded(reader.peek()) == Self.folded(byte) else { throw mismatch() }
                    reader.position += 1
                }
            }
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private mutating func number(_ counts: ClosedRange<Int>, in range: ClosedRange<Int>) throws -> Int {
        let start = reader.position
        if let value = reader.number(counts), range.contains(value) { return value }
        // `%d` of "321" with a maximum of 31 takes only what fits.
        reader.position = start
        guard counts.upperBound > 1, counts.lowerBound == 1, let value = reader.number(1...counts.upperBound - 1),
            range.contains(value)
        else { throw mismatch() }
        return value
    }

    private mutating func readDirective(_ directive: Unicode.Scalar) throws {
        switch directive {
        case "Y": year = try number(4...4, in: 0...9999)
        case "y":
            let short = try number(2...2, in: 0...99)
            year = short < 69 ? 2000 + short : 1900 + short
        case "m": month = try number(1...2, in: 1...12)
        case "d": day = try number(1...2, in: 1...31)
        case "H": hour = try number(1...2, in: 0...23)
        case "I":
            hour = try number(1...2, in: 1...12)
            isAfternoon = isAfternoon ?? false
        case "M": minute = try number(1...2, in: 0...59)
        case "S": second = try number(1...2, in: 0...61)
        case "f":
            guard let value = reader.fraction(1...6) else { throw mismatch() }
            microsecond = value
        case "j": dayOfYear = try number(1...3, in: 1...366)
        case "a": _ = try word(DateFormat.days.map { String($0.prefix(3)) })
        case "A": _ = try word(DateFormat.days)
        case "b": month = try word(DateFormat.months.map { String($0.prefix(3)) }) + 1
        case "B": month = try word(DateFormat.months) + 1
        case "p": isAfternoon = try word(["AM", "PM"]) == 1
        case "w", "u": _ = try number(1...1, in: 0...7)
        case "z":
            guard let found = try reader.zone() else { throw mismatch() }
            zone = found
        case "Z":
            if try word(["UTC", "GMT", ""]) < 2 { zone = zone ?? nil }
        case "X": try readFormat("%H:%M:%S")
        case "x": try readFormat("%m/%d/%y")
        case "c": try readFormat("%a %b %d %H:%M:%S %Y")
        case "%": if !reader.take("%") { throw mismatch() }
        default: throw bad(directive)
        }
    }

    private mutating func word(_ words: [String]) throws -> Int {
        guard let index = reader.word(words) else { throw mismatch() }
        return index
    }
}

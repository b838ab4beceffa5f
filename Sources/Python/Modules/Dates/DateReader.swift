/// Reads dates and times out of text, digit by digit.
struct DateReader {
    let text: [UInt8]
    var position = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    func peek(_ ahead: Int = 0) -> UInt8 { position + ahead < text.count ? text[position + ahead] : 0 }

    var atEnd: Bool { position >= text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard !atEnd, UInt32(peek()) == character.value else { return false }
        position += 1
        return true
    }

    /// At least one digit, at most `most`.
    mutating func number(_ counts: ClosedRange<Int>) -> Int? {
        var (value, count) = (0, 0)
        while count < counts.upperBound, peek().isDigit {
            value = value * 10 + Int(peek() - UInt8(ascii: "0"))
            position += 1
            count += 1
        }
        return count >= counts.lowerBound ? value : nil
    }

    /// Digits of a fraction of a second as microseconds; further ones are cut off.
    mutating func fraction(_ counts: ClosedRange<Int>) -> Int? {
        var (value, count) = (0, 0)
        while peek().isDigit, count < counts.upperBound {
            if count < 6 { value = value * 10 + Int(peek() - UInt8(ascii: "0")) }
            position += 1
            count += 1
        }
        guard count >= counts.lowerBound else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// `Z`, `+02:00`, `+0200`, `+02`
    mutating func zone() throws -> TimeZoneObject? {
        if take("Z") || take("z") { return TimeZoneObject.utc() }
        let isNegative = peek() == UInt8(ascii: "-")
        guard take("+") || take("-"), let hours = number(2...2) else { return nil }
        var seconds = hours * 3600
        _ = take(":")
        if let minutes = number(2...2) {
            seconds += minutes * 60
            _ = take(":")
            if let more = number(2...2) { seconds += more }
        }
        if seconds == 0 { return TimeZoneObject.utc() }
        return try TimeZoneObject(offset: (isNegative ? -seconds : seconds) * 1_000_000)
    }
}

/// `fromisoformat`
enum ISOText {
    static func date(_ text: String) throws -> CivilDate {
        var reader = DateReader(text)
        // Lengths of `2026W05`, `20260131` or `2026-W05`, `2026-01-31`: others are no date, whatever they begin with.
        guard [7, 8, 10].contains(reader.text.count), let date = try date(&reader), reader.atEnd else {
            throw refusal(text)
        }
        return date
    }

    static func dateTime(_ text: String) throws -> DateTimeObject {
        var reader = DateReader(text)
        guard let date = try date(&reader) else { throw refusal(text) }
        if reader.atEnd { return DateTimeObject(date, CivilTime(microseconds: 0), nil) }
        // Any one character may stand between date and time.
        reader.position += 1
        while reader.peek() & 0xC0 == 0x80 { reader.position += 1 }
        guard let (time, zone) = try time(&reader), reader.atEnd else { throw refusal(text) }
        return DateTimeObject(date, time, zone)
    }

    static func time(_ text: String) throws -> TimeObject {
        var reader = DateReader(text)
        _ = reader.take("T")
        guard let (time, zone) = try time(&reader), reader.atEnd else { throw refusal(text) }
        return TimeObject(time, zone)
    }

    private static func refusal(_ text: String) -> Raise {
        Raise.valueError("Invalid isoformat string: \(Texts.quoted(text))")
    }

    /// `2026-01-31`, `20260131`, `2026-W05-6`
    private static func date(_ reader: inout DateReader) throws -> CivilDate? {
        guard let year = reader.number(4...4) else { return nil }
        let isExtended = reader.take("-")
        if reader.take("W") {
            guard let week = reader.number(2...2) else { return nil }
            let hasDay = isExtended ? reader.take("-") : reader.peek().isDigit
            guard let day = hasDay ? reader.number(1...1) : 1, (1...7).contains(day), (1...53).contains(week) else {
                return nil
            }
            let first = try CivilDate(year, 1, 4)
            let date = try CivilDate(ordinal: first.ordinal - first.weekday + (week - 1) * 7 + day - 1)
            if date.isoWeek.year != year { throw Raise.valueError("Invalid week: \(week)") }
            return date
        }
        guard let month = reader.number(2...2) else { return nil }
        if isExtended, !reader.take("-") { return nil }
        guard let day = reader.number(2...2) else { return nil }
        return try CivilDate(year, month, day)
    }

    private static func time(_ reader: inout DateReader) throws -> (CivilTime, TimeZoneObject?)? {
        guard let hour = reader.number(2...2) else { return nil }
        var (minute, second, microsecond) = (0, 0, 0)
        let isExtended = reader.peek() == UInt8(ascii: ":")
        if isExtended ? reader.take(":") : reader.peek().isDigit {
            guard let number = reader.number(2...2) else { return nil }
            minute = number
            if isExtended ? reader.take(":") : reader.peek().isDigit {
                guard let number = reader.number(2...2) else { return nil }
                second = number
                if reader.take(".") || reader.take(",") {
                    guard let number = reader.fraction(1...100) else { return nil }
                    microsecond = number
                }
            }
        }
        let time = try CivilTime(hour, minute, second, microsecond)
        if reader.atEnd { return (time, nil) }
        guard let zone = try reader.zone() else { return nil }
        return (time, zone)
    }
}

extension Timestamp {
    /// A moment as ISO 8601 writes it: calendar or week date, extended or basic, with or without a time.
    /// Without an offset it is UTC. nil where the text is no date.
    package init?(iso text: String) {
        var scanner = ISOScanner(text)
        guard let date = CivilDate(&scanner) else { return nil }
        var seconds = date.days * 86_400
        var millionths = 0
        if scanner.skip("T", " ") {
            guard let time = ISOTime(&scanner), time.seconds < 86_400 else { return nil }
            seconds += time.seconds
            millionths = time.millionths
            if !scanner.skip("Z") {
                let isWest = scanner.next == "-"
                if scanner.skip("+", "-") {
                    guard let offset = ISOTime(&scanner), offset.seconds < 86_400 else { return nil }
                    seconds -= isWest ? -offset.seconds : offset.seconds
                }
            }
        }
        guard scanner.isAtEnd else { return nil }
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(millionths))
    }
}

extension CivilDate {
    /// `2026-01-31`, `20260131`, `2026-W05-6` or `2026W056`.
    fileprivate init?(_ scanner: inout ISOScanner) {
        guard let year = scanner.digits(4) else { return nil }
        let isExtended = scanner.skip("-")
        if scanner.skip("W") {
            guard let week = scanner.digits(2), scanner.skip("-") == isExtended, let day = scanner.digits(1) else {
                return nil
            }
            self.init(year: year, week: week, weekday: day)
        } else {
            guard let month = scanner.digits(2), scanner.skip("-") == isExtended, let day = scanner.digits(2) else {
                return nil
            }
            self.init(year: year, month: month, day: day)
        }
    }
}

/// `01:02:03.5`, `010203,5`, and the same without seconds or minutes.
private struct ISOTime {
    var seconds: Int
    var millionths = 0

    init?(_ scanner: inout ISOScanner) {
        guard let hours = scanner.digits(2) else { return nil }
        seconds = hours * 3600
        let isExtended = scanner.skip(":")
        guard let minutes = scanner.digits(2) else {
            if isExtended { return nil }
            return
        }
        seconds += minutes * 60
        guard minutes < 60, !isExtended || scanner.next == ":" || !(scanner.next?.isNumber ?? false) else { return nil }
        if isExtended, !scanner.skip(":") { return }
        guard let rest = scanner.digits(2) else {
            if isExtended { return nil }
            return
        }
        guard rest < 60 else { return nil }
        seconds += rest
        if scanner.skip(".", ",") {
            guard let fraction = scanner.millionths() else { return nil }
            millionths = fraction
        }
    }
}

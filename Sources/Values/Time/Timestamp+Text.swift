extension Timestamp {
    /// As ISO 8601 has it, in UTC, to the millisecond; what lies outside of its years is shown at their edge.
    package var isoText: String {
        let moment = max(Timestamp(microseconds: -62_135_596_800_000_000), min(self, .latest))
        let date = moment.date
        let ofDay = Int(moment.microseconds - Int64(date.days) * 86_400_000_000) / 1000
        let fields = [(date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T")]
        let time = [(ofDay / 3_600_000, 2, ":"), (ofDay / 60_000 % 60, 2, ":"), (ofDay / 1000 % 60, 2, ".")]
        var text = ""
        for (number, width, end) in fields + time + [(ofDay % 1000, 3, "Z")] {
            text += Padding.digits(number, width) + end
        }
        return text
    }
}

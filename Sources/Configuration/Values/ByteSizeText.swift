/// Sizes as a person writes them: `1048576`, `512KiB`, `1 GiB`.
enum ByteSizeText {
    private static let units: TextMap = ["": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40]

    /// `nil` where it is no size, or none that an integer holds.
    static func parse(_ text: String) -> Int? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let unit = text[digits.endIndex...].drop { $0 == " " }
        guard let number = Int(Substring(digits)), let shift = units[String(unit)] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }
}

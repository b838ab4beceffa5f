/// Numbers as texts of a width.
package enum Padding {
    /// Digits with zeros before them.
    package static func digits(_ number: Int, _ width: Int, radix: Int = 10) -> String {
        let text = String(number, radix: radix)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

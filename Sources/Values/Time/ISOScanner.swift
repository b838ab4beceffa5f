/// Reads the parts of an ISO 8601 text one after the other.
package struct ISOScanner {
    private let letters: [UInt8]
    private var position = 0

    package init(_ text: String) { letters = Array(text.uppercased().utf8) }

    package var isAtEnd: Bool { position == letters.count }

    package var next: Character? { isAtEnd ? nil : Character(Unicode.Scalar(letters[position])) }

    /// Skips the character if it is one of these.
    package mutating func skip(_ wanted: Character...) -> Bool {
        guard let next, wanted.contains(next) else { return false }
        position += 1
        return true
    }

    /// Exactly so many digits; nil, and nothing read, where there are fewer.
    package mutating func digits(_ count: Int) -> Int? {
        guard position + count <= letters.count else { return nil }
        var number = 0
        for letter in letters[position..<position + count] {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = letter else { return nil }
            number = number * 10 + Int(letter - UInt8(ascii: "0"))
        }
        position += count
        return number
    }

    /// All the digits that follow, 15 at most; nil where there is none, or more.
    package mutating func number() -> Int? {
        var count = 0
        while position + count < letters.count, 48...57 ~= letters[position + count] { count += 1 }
        return 1...15 ~= count ? digits(count) : nil
    }

    /// The digits behind a decimal sign as millionths; nil where there are none.
    package mutating func millionths() -> Int? {
        var millionths = 0
        var scale = 100_000
        var any = false
        while let digit = digits(1) {
            millionths += digit * scale
            scale /= 10
            any = true
        }
        return any ? millionths : nil
    }
}

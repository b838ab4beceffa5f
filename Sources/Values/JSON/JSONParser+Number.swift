extension JSONParser {
    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The number that begins here: an exact integer, or a double where it has a fraction or an exponent.
    mutating func number() throws(JSONFlaw) -> Value {
        let start = position
        let negative = current == UInt8(ascii: "-")
        if negative { position += 1 }
        var digits = Digits()
        let first = current
        try readDigits(into: &digits, from: start)
        if first == UInt8(ascii: "0") && digits.count > 1 { throw JSONFlaw(reason: .badNumber, offset: start) }
        let whole = digits.count
        if current == UInt8(ascii: ".") {
            position += 1
            try readDigits(into: &digits, from: start)
        }
        let exponent = try readExponent(from: start)
        if digits.count == whole && exponent == nil {
            return .int(try integer(digits, negative: negative, from: start))
        }
        return .double(
            try double(digits, scale: (exponent ?? 0) - (digits.count - whole), negative: negative, from: start))
    }

    /// The first digits of a number as an integer, and how many there are in all.
    private struct Digits {
        /// Right as long as `count` is at most 18; wraps around after that.
        var number: UInt64 = 0
        var count = 0
    }

    /// One digit or more.
    @inline(__always)
    private mutating func readDigits(into digits: inout Digits, from start: Int) throws(JSONFlaw) {
        let before = position
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            digits.number = digits.number &* 10 &+ UInt64(digit)
            position += 1
        }
        digits.count += position - before
        if position > before { return }
        if let notFinite = notFinite() { throw notFinite }
        throw position < bytes.count ? JSONFlaw(reason: .badNumber, offset: start) : flaw(.ends)
    }

    private mutating func readExponent(from start: Int) throws(JSONFlaw) -> Int? {
        guard current | 0x20 == UInt8(ascii: "e") else { return nil }
        position += 1
        let negative = current == UInt8(ascii: "-")
        if negative || current == UInt8(ascii: "+") { position += 1 }
        var digits = Digits()
        try readDigits(into: &digits, from: start)
        let size = digits.count <= 18 ? Int(digits.number) : Int.max / 2
        return negative ? -size : size
    }

    private func integer(_ digits: Digits, negative: Bool, from start: Int) throws(JSONFlaw) -> Int {
        if digits.count <= 18 { return negative ? -Int(digits.number) : Int(digits.number) }
        guard let number = Int(source(from: start)) else { throw JSONFlaw(reason: .integerTooLarge, offset: start) }
        return number
    }

    /// Exact by one division or multiplication where both operands are exact (Clinger's fast path), else by the library.
    private func double(_ digits: Digits, scale: Int, negative: Bool, from start: Int) throws(JSONFlaw) -> Double {
        if digits.count <= 15, (-22...22).contains(scale) {
            let size = Double(digits.number)
            let number = scale < 0 ? size / Self.powers[-scale] : size * Self.powers[scale]
            return negative ? -number : number
        }
        guard let number = Double(source(from: start)), number.isFinite else {
            throw JSONFlaw(reason: .numberTooLarge, offset: start)
        }
        return number
    }

    private func source(from start: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }
}

extension JSONParser {
    /// The string that begins at the quote here. Without escapes it is copied once.
    mutating func string() throws(JSONFlaw) -> String {
        let start = position + 1
        var index = start
        var seen: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                position = index + 1
                return try text(UnsafeBufferPointer(rebasing: bytes[start..<index]), at: start, isASCII: seen < 0x80)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, to: index) }
            if byte < 0x20 { throw JSONFlaw(reason: .controlCharacter, offset: index) }
            seen |= byte
            index += 1
        }
        throw JSONFlaw(reason: .ends, offset: bytes.count)
    }

    @inline(__always)
    private func text(
        _ run: UnsafeBufferPointer<UInt8>, at offset: Int, isASCII: Bool
    ) throws(JSONFlaw) -> String {
        if isASCII { return String(decoding: run, as: UTF8.self) }
        guard let text = String(validating: run, as: UTF8.self) else {
            throw JSONFlaw(reason: .invalidUTF8, offset: offset + Self.validPrefix(of: run))
        }
        return text
    }

    /// A string with at least one escape, the first at `firstEscape`.
    private mutating func escapedString(from start: Int, to firstEscape: Int) throws(JSONFlaw) -> String {
        var plain = Array(bytes[start..<firstEscape])
        position = firstEscape
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                guard let text = String(validating: plain, as: UTF8.self) else {
                    let source = UnsafeBufferPointer(rebasing: bytes[start..<(position - 1)])
                    throw JSONFlaw(reason: .invalidUTF8, offset: start + Self.validPrefix(of: source))
                }
                return text
            }
            if byte < 0x20 { throw flaw(.controlCharacter) }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &plain) } else { plain.append(byte) }
        }
        throw flaw(.ends)
    }

    /// What follows a backslash.
    private mutating func escape(into plain: inout [UInt8]) throws(JSONFlaw) {
        let backslash = position - 1
        guard position < bytes.count else { throw flaw(.ends) }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(letter)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try scalar(escapedAt: backslash)
            UTF8.encode(scalar) { plain.append($0) }
        default: throw JSONFlaw(reason: .badEscape, offset: backslash)
        }
    }

    /// The character of `\uXXXX`, or of the two that make a surrogate pair.
    private mutating func scalar(escapedAt backslash: Int) throws(JSONFlaw) -> Unicode.Scalar {
        let first = try hexadecimal(escapedAt: backslash)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let lone = JSONFlaw(reason: .loneSurrogate, offset: backslash)
        guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw lone }
        position += 2
        let second = try hexadecimal(escapedAt: position - 2)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw lone }
        return scalar
    }

    private mutating func hexadecimal(escapedAt backslash: Int) throws(JSONFlaw) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch current {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = current - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = current - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = current - UInt8(ascii: "A") + 10
            default: throw position < bytes.count ? JSONFlaw(reason: .badEscape, offset: backslash) : flaw(.ends)
            }
            number = number << 4 | UInt32(digit)
            position += 1
        }
        return number
    }

    /// How many bytes from the start are whole UTF-8 characters.
    private static func validPrefix(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var length = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { length += UTF8.width(scalar) }
        return length
    }
}

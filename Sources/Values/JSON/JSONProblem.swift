/// Why bytes are not the JSON this program reads, and where.
package struct JSONProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        case empty
        case ends
        case unexpected(UInt8)
        case trailing
        case tooDeep
        case duplicateKey(String)
        /// An integer outside 64 bits: reading it as a fraction would change it.
        case integerTooLarge
        /// A number beyond every double.
        case numberTooLarge
        case notFinite
        case badNumber
        case badEscape
        case loneSurrogate
        case controlCharacter
        case invalidUTF8
    }

    package let reason: Reason
    /// In bytes, from 0.
    package let offset: Int
    /// From 1; columns count characters.
    package let line: Int
    package let column: Int

    init(_ flaw: JSONFlaw, in bytes: UnsafeBufferPointer<UInt8>) {
        reason = flaw.reason
        offset = flaw.offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(flaw.offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    package var message: String {
        switch reason {
        case .empty: "there is nothing"
        case .ends: "the text ends too early"
        case .unexpected(let byte): "unexpected \(Self.name(of: byte))"
        case .trailing: "there is something after the end of the value"
        case .tooDeep: "nested more than \(JSON.maximumDepth) deep"
        case .duplicateKey(let key): "the key \"\(key.prefix(60))\" stands twice in one object"
        case .integerTooLarge: "the integer does not fit in 64 bits; send it as a string"
        case .numberTooLarge: "the number is too large for a double"
        case .notFinite: "NaN and Infinity are not JSON"
        case .badNumber: "a number must look like -1, 0.5 or 2e10"
        case .badEscape: "a backslash must be followed by one of \"\\/bfnrt or u and four hexadecimal digits"
        case .loneSurrogate: "half a surrogate pair is no character"
        case .controlCharacter: "a control character in a string must be escaped"
        case .invalidUTF8: "bytes that are not UTF-8"
        }
    }

    package var description: String { "line \(line), column \(column): \(message)" }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte)
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x" + String(byte, radix: 16, uppercase: true)
    }
}

/// A problem while parsing, before its line is counted.
struct JSONFlaw: Error {
    var reason: JSONProblem.Reason
    var offset: Int
}

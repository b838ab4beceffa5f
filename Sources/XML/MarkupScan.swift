/// A first pass over the markup: finds where each start tag begins, and what must not reach the parser.
///
/// libxml2 compares every attribute of a tag with every other before it calls back, which takes hours for a
/// million of them, and reports the end of a start tag as its place. Both are answered here, in one cheap pass.
struct MarkupScan {
    struct Place {
        var line: Int32
        var column: Int32
    }

    /// Where the start tags begin, in document order.
    private(set) var starts: [Place] = []

    private let bytes: UnsafeBufferPointer<UInt8>
    private let file: String
    private let limits: XMLLimits
    private var position = 0
    private var place = Place(line: 1, column: 1)
    private var depth = 0

    static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, file: String, limits: XMLLimits
    ) throws(XMLProblem) -> MarkupScan {
        var scan = MarkupScan(bytes: bytes, file: file, limits: limits)
        if bytes.count > limits.bytes {
            throw scan.problem(.tooBig, "the document has \(bytes.count) bytes; at most \(limits.bytes) are read")
        }
        // Whatever stops the scan early is malformed, and stops the parser at the same place.
        while scan.skipText(), try scan.skipMarkup() {}
        return scan
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, file: String, limits: XMLLimits) {
        self.bytes = bytes
        self.file = file
        self.limits = limits
    }

    /// Moves to the next `<`; false at the end.
    private mutating func skipText() -> Bool {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<") { return true }
            step()
        }
        return false
    }

    /// Moves behind the markup that begins here; false if it has no end.
    private mutating func skipMarkup() throws(XMLProblem) -> Bool {
        switch byte(at: position + 1) {
        case UInt8(ascii: "!"):
            if begins("<!--") { return skip(behind: "-->", from: 4) }
            if begins("<![CDATA[") { return skip(behind: "]]>", from: 9) }
            if begins("<!DOCTYPE") { throw problem(.doctype, "a DOCTYPE is not read; remove it") }
            return false
        case UInt8(ascii: "?"):
            return skip(behind: "?>", from: 2)
        case UInt8(ascii: "/"):
            depth -= 1
            return skip(behind: ">", from: 2)
        default:
            return try skipStartTag()
        }
    }

    private mutating func skipStartTag() throws(XMLProblem) -> Bool {
        starts.append(place)
        if starts.count > limits.elements {
            throw problem(.tooBig, "the document has more than \(limits.elements) elements")
        }
        if depth >= limits.depth {
            throw problem(.tooBig, "elements are nested more than \(limits.depth) deep")
        }
        step()
        var attributes = 0
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<") { return false }
            step()
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                attributes += 1
                if attributes > limits.attributesPerElement {
                    throw problem(.tooBig, "an element has more than \(limits.attributesPerElement) attributes")
                }
            } else if byte == UInt8(ascii: ">") {
                if bytes[position - 2] != UInt8(ascii: "/") { depth += 1 }
                return true
            }
        }
        return false
    }

    /// Moves behind the next `end`, looking from `offset` bytes on; false if there is none.
    private mutating func skip(behind end: StaticString, from offset: Int) -> Bool {
        for _ in 0..<offset { step() }
        while position < bytes.count {
            if begins(end) {
                for _ in 0..<end.utf8CodeUnitCount { step() }
                return true
            }
            step()
        }
        return false
    }

    private func begins(_ text: StaticString) -> Bool {
        guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    /// One byte on. A line feed begins a line; the continuation bytes of UTF-8 take no column.
    private mutating func step() {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\n") {
            place.line &+= 1
            place.column = 1
        } else if byte & 0xC0 != 0x80 {
            place.column &+= 1
        }
    }

    private func problem(_ reason: XMLProblem.Reason, _ message: String) -> XMLProblem {
        XMLProblem(reason: reason, file: file, line: Int(place.line), column: Int(place.column), message: message)
    }
}

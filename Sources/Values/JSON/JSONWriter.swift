/// Builds JSON text in Python's form.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// The first thing that JSON cannot say; the text has a stand-in for it.
    private(set) var unwritable: JSONUnwritable?
    private let sortedKeys: Bool

    init(sortedKeys: Bool) {
        self.sortedKeys = sortedKeys
        bytes.reserveCapacity(256)
    }

    mutating func write(_ value: Value, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): write(number)
        case .double(let number):
            if !number.isFinite { unwritable = unwritable ?? .notFinite }
            bytes.append(contentsOf: PythonFloat.json(number).utf8)
        case .string(let text): write(text)
        case .list(let items): write(items, depth: depth + 1)
        case .dict(let entries):
            if depth >= JSON.maximumDepth { return writeTooDeep() }
            bytes.append(UInt8(ascii: "{"))
            if sortedKeys {
                // UTF-8 sorts as code points do, which is how Python sorts.
                let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                for (key, item) in sorted { write(key, item, depth: depth + 1) }
            } else {
                for (key, item) in entries { write(key, item, depth: depth + 1) }
            }
            close(with: UInt8(ascii: "}"), empty: entries.isEmpty)
        }
    }

    private mutating func write(_ items: [Value], depth: Int) {
        if depth > JSON.maximumDepth { return writeTooDeep() }
        bytes.append(UInt8(ascii: "["))
        for item in items {
            write(item, depth: depth)
            bytes.append(UInt8(ascii: ","))
        }
        close(with: UInt8(ascii: "]"), empty: items.isEmpty)
    }

    private mutating func write(_ key: String, _ item: Value, depth: Int) {
        write(key)
        bytes.append(UInt8(ascii: ":"))
        write(item, depth: depth)
        bytes.append(UInt8(ascii: ","))
    }

    /// Puts the bracket where the last comma is.
    private mutating func close(with bracket: UInt8, empty: Bool) {
        if !empty { bytes.removeLast() }
        bytes.append(bracket)
    }

    private mutating func writeTooDeep() {
        unwritable = unwritable ?? .tooDeep
        append("\"…\"")
    }

    private mutating func write(_ number: Int) {
        var rest = number.magnitude
        if rest < 10 {
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            return bytes.append(UInt8(ascii: "0") + UInt8(rest))
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var index = 20
            while rest > 0 {
                index -= 1
                digits[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            if number < 0 {
                index -= 1
                digits[index] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[index...]))
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // A native string lends its bytes; one from Foundation would have to be copied first.
        if text.utf8.withContiguousStorageIfAvailable({ writeEscaped($0) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { writeEscaped($0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies the runs between characters that must be escaped.
    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x0C: append("\\f")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            default:
                append(byte < 0x10 ? "\\u000" : "\\u001")
                bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

/// JSON as RFC 8259 has it, stricter where senders and receivers otherwise disagree, and written as Python writes it.
package enum JSON {
    /// How deep arrays and objects may be nested, read or written.
    static let maximumDepth = 256

    /// Reads one JSON text. Integers are exact; nothing is repaired, rounded to infinity or dropped.
    package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) -> Value {
        try bytes.withMemoryRebound(to: UInt8.self) { buffer throws(JSONProblem) in try parse(buffer) }
    }

    package static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONProblem) in try parse(buffer) }
    }

    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONProblem) -> Value {
        var parser = JSONParser(bytes)
        do throws(JSONFlaw) {
            return try parser.document()
        } catch {
            throw JSONProblem(error, in: bytes)
        }
    }

    package static func parse(_ text: String) throws(JSONProblem) -> Value {
        try parse(Array(text.utf8))
    }

    /// The JSON for the wire: what Python's `json.dumps(value, ensure_ascii=False, separators=(",", ":"))` gives.
    /// Keys keep their order, or are sorted by code point.
    package static func bytes(of value: Value, sortedKeys: Bool = false) throws(JSONUnwritable) -> [UInt8] {
        var writer = JSONWriter(sortedKeys: sortedKeys)
        writer.write(value, depth: 0)
        if let unwritable = writer.unwritable { throw unwritable }
        return writer.bytes
    }

    /// The same for people and traces: NaN and the infinities are written as Python writes them
    /// although they are no JSON, and what is nested too deep is cut off with `"…"`.
    package static func text(of value: Value, sortedKeys: Bool = false) -> String {
        var writer = JSONWriter(sortedKeys: sortedKeys)
        writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Why a value has no JSON.
package enum JSONUnwritable: Error, Sendable, Hashable, CustomStringConvertible {
    /// NaN, or an infinity.
    case notFinite
    /// Nested deeper than `JSON.maximumDepth`.
    case tooDeep

    package var description: String {
        switch self {
        case .notFinite: "JSON has no number for NaN or infinity"
        case .tooDeep: "nested more than \(JSON.maximumDepth) deep"
        }
    }
}

import Messages
import StorePort
import Values

/// What an instance waits for, as a `MemoryStore` writes it. Nobody else reads it.
enum StoredList {
    static func bytes(_ waits: [StoredSubscription]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(count: waits.count)
        for wait in waits {
            writer.write(byte: wait.kind.code)
            writer.write(wait.name)
            writer.write(wait.correlation?.text)
            writer.write(wait.element)
        }
        return writer.bytes
    }

    static func waits(_ bytes: [UInt8]) throws(CodingProblem) -> [StoredSubscription] {
        var reader = ByteReader(bytes)
        var waits: [StoredSubscription] = []
        for _ in 0..<(try reader.count()) {
            guard let kind = EventKind(code: try reader.byte()) else { throw reader.problem("an unknown kind") }
            waits.append(
                StoredSubscription(
                    kind: kind, name: try reader.optionalText(),
                    correlation: try reader.optionalText().map { CorrelationText(stored: $0) },
                    element: try reader.text()))
        }
        return waits
    }
}

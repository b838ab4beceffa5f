import Messages
import Values

/// What one instance waits for, as its row keeps it: a count, then interest, correlation ('' is any) and element.
struct SubscriptionList {
    struct Entry: Hashable {
        var interest: Int64
        var correlation: String
        var element: String

        init(interest: Int64, correlation: String, element: String) {
            self.interest = interest
            self.correlation = correlation
            self.element = element
        }

        /// The same place in the subscription table.
        func matches(_ other: Entry) -> Bool { interest == other.interest && correlation == other.correlation }
    }

    var entries: [Entry] = []

    init() {}

    init(_ bytes: [UInt8]) throws(CodingProblem) {
        var reader = ByteReader(bytes)
        for _ in 0..<(try reader.count()) {
            entries.append(
                Entry(
                    interest: try reader.signed(), correlation: try reader.text(), element: try reader.text()))
        }
    }

    /// The entries whose place the other list does not have.
    func missing(in other: SubscriptionList) -> [Entry] {
        // A set pays only for an instance that waits for very many things.
        if entries.count < 32 || other.entries.count < 32 {
            return entries.filter { entry in !other.entries.contains(where: entry.matches) }
        }
        let places = Set(other.entries.map { Entry(interest: $0.interest, correlation: $0.correlation, element: "") })
        return entries.filter {
            !places.contains(Entry(interest: $0.interest, correlation: $0.correlation, element: ""))
        }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 96)
        writer.write(count: entries.count)
        for entry in entries {
            writer.write(signed: entry.interest)
            writer.write(entry.correlation)
            writer.write(entry.element)
        }
        return writer.bytes
    }
}

import Messages
import Python
import Values

/// What a token carries: variable → value, in the order they were made.
typealias TaskData = TextTable<Value>

extension TaskData {
    /// Merges `other` into this data the way SpiffWorkflow joins branches: dictionaries merge, lists merge by
    /// position, of anything else the other's value wins.
    mutating func merge(_ other: TaskData) throws(MergeProblem) {
        for (name, theirs) in other {
            guard let position = index(forKey: name) else {
                self[name] = theirs
                continue
            }
            if values[position].sharesStorage(with: theirs) || pythonEquals(values[position], theirs) { continue }
            try values[position].merge(theirs)
        }
    }
}

/// Branches whose data do not fit together.
struct MergeProblem: Error {
    var message: String
}

extension Value {
    fileprivate mutating func merge(_ other: Value) throws(MergeProblem) {
        if case .dict(let theirs) = other, var mine = takeEntries() {
            try mine.merge(theirs)
            self = .dict(mine)
        } else if case .list(let theirs) = other, var mine = takeList() {
            try Self.merge(theirs, into: &mine)
            self = .list(mine)
        } else {
            self = other
        }
    }

    /// Dictionaries merge with what stands at their position; other items are appended unless the list holds them
    /// already; the result is as long as the other list. (SpiffWorkflow's rule, which tests hold on to.)
    private static func merge(_ other: [Value], into list: inout [Value]) throws(MergeProblem) {
        var seen = Seen(list)
        for (position, item) in other.enumerated() {
            if case .dict(let theirs) = item {
                guard position < list.count else {
                    list.append(item)
                    continue
                }
                if theirs.isEmpty { continue }
                guard case .dict = list[position] else {
                    throw MergeProblem(
                        message: "two branches meet, one with an object and one with a "
                            + "\(list[position].kindName) at position \(position) of a list")
                }
                try list[position].merge(item)
            } else if seen.insert(item) {
                list.append(item)
            }
        }
        if list.count > other.count { list.removeLast(list.count - other.count) }
    }
}

/// A set of values under Python's equality.
private struct Seen {
    private var texts: Set<CorrelationText> = []

    init(_ items: [Value]) {
        texts.reserveCapacity(items.count)
        for item in items { _ = insert(item) }
    }

    /// False where an equal value is there already.
    mutating func insert(_ item: Value) -> Bool {
        texts.insert(CorrelationText(key: "", properties: ["": item])).inserted
    }
}

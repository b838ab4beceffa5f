package import OrderedCollections

/// A table by name that keeps the order of insertion; names are equal if their code points are.
package struct TextTable<Content> {
    @usableFromInline
    package var base: OrderedDictionary<ExactText, Content>

    @inlinable
    package init() { base = [:] }

    @inlinable
    package init(minimumCapacity: Int) { base = OrderedDictionary(minimumCapacity: minimumCapacity) }

    /// Of names that are known to differ.
    @inlinable
    package init(uniqueKeysWithValues entries: some Sequence<(String, Content)>) {
        base = OrderedDictionary(uniqueKeysWithValues: entries.lazy.map { (ExactText($0.0), $0.1) })
    }

    /// The same; the names are shared, not copied.
    @inlinable
    package init(uncheckedUniqueKeys names: [ExactText], values: [Content]) {
        base = OrderedDictionary(uncheckedUniqueKeys: names, values: values)
    }

    @inlinable
    package init(
        _ entries: some Sequence<(String, Content)>, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        base = try OrderedDictionary(
            entries.lazy.map { (ExactText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    @inlinable
    package subscript(name: String) -> Content? {
        get { base[ExactText(name)] }
        _modify { yield &base[ExactText(name)] }
    }

    @inlinable
    package subscript(name: String, default content: @autoclosure () -> Content) -> Content {
        get { base[ExactText(name), default: content()] }
        _modify { yield &base[ExactText(name), default: content()] }
    }

    @inlinable
    package var keys: Names { Names(base: base.keys) }

    @inlinable
    package var values: OrderedDictionary<ExactText, Content>.Values {
        get { base.values }
        _modify { yield &base.values }
    }

    @inlinable
    package func index(forKey name: String) -> Int? { base.index(forKey: ExactText(name)) }

    /// Returns what the name stood for before.
    @inlinable
    @discardableResult
    package mutating func updateValue(_ content: Content, forKey name: String) -> Content? {
        base.updateValue(content, forKey: ExactText(name))
    }

    /// Changes what the name stands for, which is `content` if it is new.
    @inlinable
    package mutating func updateValue<Result>(
        forKey name: String, default content: @autoclosure () -> Content, with change: (inout Content) throws -> Result
    ) rethrows -> Result {
        try base.updateValue(forKey: ExactText(name), default: content(), with: change)
    }

    @inlinable
    @discardableResult
    package mutating func removeValue(forKey name: String) -> Content? { base.removeValue(forKey: ExactText(name)) }

    @inlinable
    package mutating func removeAll(keepingCapacity: Bool = false) { base.removeAll(keepingCapacity: keepingCapacity) }

    @inlinable
    package mutating func reserveCapacity(_ count: Int) { base.reserveCapacity(count) }

    @inlinable
    package mutating func merge(
        _ other: TextTable, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        try base.merge(other.base, uniquingKeysWith: combine)
    }

    @inlinable
    package func mapValues<Other>(_ transform: (Content) throws -> Other) rethrows -> TextTable<Other> {
        TextTable<Other>(base: try base.mapValues(transform))
    }

    @inlinable
    package mutating func sort(by precedes: (Element, Element) throws -> Bool) rethrows {
        try base.sort { try precedes(($0.key.text, $0.value), ($1.key.text, $1.value)) }
    }

    @inlinable
    package func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> TextTable {
        TextTable(base: try base.filter { try isIncluded(($0.key.text, $0.value)) })
    }

    @inlinable
    init(base: OrderedDictionary<ExactText, Content>) { self.base = base }
}

extension TextTable: RandomAccessCollection {
    @inlinable
    package var startIndex: Int { 0 }

    @inlinable
    package var endIndex: Int { base.count }

    @inlinable
    package var isEmpty: Bool { base.isEmpty }

    @inlinable
    package var count: Int { base.count }

    @inlinable
    package subscript(position: Int) -> (key: String, value: Content) {
        let entry = base.elements[position]
        return (entry.key.text, entry.value)
    }
}

extension TextTable {
    /// The names of a table, in its order.
    package struct Names: RandomAccessCollection, Sendable {
        @usableFromInline
        let base: OrderedSet<ExactText>

        @inlinable
        init(base: OrderedSet<ExactText>) { self.base = base }

        @inlinable
        package var startIndex: Int { 0 }

        @inlinable
        package var endIndex: Int { base.count }

        @inlinable
        package subscript(position: Int) -> String { base[position].text }

        @inlinable
        package func contains(_ name: String) -> Bool { base.contains(ExactText(name)) }
    }
}

extension TextTable: Sendable where Content: Sendable {}
extension TextTable: Equatable where Content: Equatable {}
extension TextTable: Hashable where Content: Hashable {}

extension TextTable: ExpressibleByDictionaryLiteral {
    @inlinable
    package init(dictionaryLiteral elements: (String, Content)...) { self.init(uniqueKeysWithValues: elements) }
}

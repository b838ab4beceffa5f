public import OrderedCollections

/// A table by name that keeps the order of insertion; names are equal if their code points are.
public struct TextTable<Content> {
    public var base: OrderedDictionary<ExactText, Content>

    @inlinable
    public init() { base = [:] }

    @inlinable
    public init(minimumCapacity: Int) { base = OrderedDictionary(minimumCapacity: minimumCapacity) }

    /// Of names that are known to differ.
    @inlinable
    public init(uniqueKeysWithValues entries: some Sequence<(String, Content)>) {
        base = OrderedDictionary(uniqueKeysWithValues: entries.lazy.map { (ExactText($0.0), $0.1) })
    }

    /// The same; the names are shared, not copied.
    @inlinable
    public init(uncheckedUniqueKeys names: [ExactText], values: [Content]) {
        base = OrderedDictionary(uncheckedUniqueKeys: names, values: values)
    }

    @inlinable
    public init(
        _ entries: some Sequence<(String, Content)>, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        base = try OrderedDictionary(
            entries.lazy.map { (ExactText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    @inlinable
    public subscript(name: String) -> Content? {
        get { base[ExactText(name)] }
        _modify { yield &base[ExactText(name)] }
    }

    @inlinable
    public subscript(name: String, default content: @autoclosure () -> Content) -> Content {
        get { base[ExactText(name), default: content()] }
        _modify { yield &base[ExactText(name), default: content()] }
    }

    @inlinable
    public var keys: Names { Names(base: base.keys) }

    @inlinable
    public var values: OrderedDictionary<ExactText, Content>.Values {
        get { base.values }
        _modify { yield &base.values }
    }

    @inlinable
    public func index(forKey name: String) -> Int? { base.index(forKey: ExactText(name)) }

    /// Returns what the name stood for before.
    @inlinable
    @discardableResult
    public mutating func updateValue(_ content: Content, forKey name: String) -> Content? {
        base.updateValue(content, forKey: ExactText(name))
    }

    /// Changes what the name stands for, which is `content` if it is new.
    @inlinable
    public mutating func updateValue<Result>(
        forKey name: String, default content: @autoclosure () -> Content, with change: (inout Content) throws -> Result
    ) rethrows -> Result {
        try base.updateValue(forKey: ExactText(name), default: content(), with: change)
    }

    @inlinable
    @discardableResult
    public mutating func removeValue(forKey name: String) -> Content? { base.removeValue(forKey: ExactText(name)) }

    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = false) { base.removeAll(keepingCapacity: keepingCapacity) }

    @inlinable
    public mutating func reserveCapacity(_ count: Int) { base.reserveCapacity(count) }

    @inlinable
    public mutating func merge(
        _ other: TextTable, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        try base.merge(other.base, uniquingKeysWith: combine)
    }

    @inlinable
    public func mapValues<Other>(_ transform: (Content) throws -> Other) rethrows -> TextTable<Other> {
        TextTable<Other>(base: try base.mapValues(transform))
    }

    @inlinable
    public mutating func sort(by precedes: (Element, Element) throws -> Bool) rethrows {
        try base.sort { try precedes(($0.key.text, $0.value), ($1.key.text, $1.value)) }
    }

    @inlinable
    public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> TextTable {
        TextTable(base: try base.filter { try isIncluded(($0.key.text, $0.value)) })
    }

    @inlinable
    init(base: OrderedDictionary<ExactText, Content>) { self.base = base }
}

extension TextTable: RandomAccessCollection {
    @inlinable
    public var startIndex: Int { 0 }

    @inlinable
    public var endIndex: Int { base.count }

    @inlinable
    public var isEmpty: Bool { base.isEmpty }

    @inlinable
    public var count: Int { base.count }

    @inlinable
    public subscript(position: Int) -> (key: String, value: Content) {
        let entry = base.elements[position]
        return (entry.key.text, entry.value)
    }
}

extension TextTable {
    /// The names of a table, in its order.
    public struct Names: RandomAccessCollection, Sendable {
        @usableFromInline
        let base: OrderedSet<ExactText>

        @inlinable
        init(base: OrderedSet<ExactText>) { self.base = base }

        @inlinable
        public var startIndex: Int { 0 }

        @inlinable
        public var endIndex: Int { base.count }

        @inlinable
        public subscript(position: Int) -> String { base[position].text }

        @inlinable
        public func contains(_ name: String) -> Bool { base.contains(ExactText(name)) }
    }
}

extension TextTable: Sendable where Content: Sendable {}
extension TextTable: Equatable where Content: Equatable {}
extension TextTable: Hashable where Content: Hashable {}

extension TextTable: ExpressibleByDictionaryLiteral {
    @inlinable
    public init(dictionaryLiteral elements: (String, Content)...) { self.init(uniqueKeysWithValues: elements) }
}

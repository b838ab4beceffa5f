/// A table by name in no order, for what is also removed again; names are equal if their code points are.
public struct TextMap<Content> {
    public var base: [ExactText: Content]

    @inlinable
    public init() { base = [:] }

    /// Of names that are known to differ.
    @inlinable
    public init(uniqueKeysWithValues entries: some Sequence<(String, Content)>) {
        base = Dictionary(uniqueKeysWithValues: entries.lazy.map { (ExactText($0.0), $0.1) })
    }

    @inlinable
    public init(
        _ entries: some Sequence<(String, Content)>, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        base = try Dictionary(entries.lazy.map { (ExactText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    @inlinable
    public init<Items: Sequence>(
        grouping items: Items, by name: (Items.Element) throws -> String
    ) rethrows where Content == [Items.Element] {
        base = try Dictionary(grouping: items) { ExactText(try name($0)) }
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
    public var keys: [String] { base.keys.map(\.text) }

    @inlinable
    public var values: Dictionary<ExactText, Content>.Values { base.values }

    /// Returns what the name stood for before.
    @inlinable
    @discardableResult
    public mutating func updateValue(_ content: Content, forKey name: String) -> Content? {
        base.updateValue(content, forKey: ExactText(name))
    }

    @inlinable
    @discardableResult
    public mutating func removeValue(forKey name: String) -> Content? { base.removeValue(forKey: ExactText(name)) }

    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = false) { base.removeAll(keepingCapacity: keepingCapacity) }

    @inlinable
    public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> TextMap {
        TextMap(base: try base.filter { try isIncluded(($0.key.text, $0.value)) })
    }

    /// With more entries; the later one of two for a name counts.
    @inlinable
    public func merging(_ entries: some Sequence<(String, Content)>) -> TextMap {
        var merged = self
        for (name, content) in entries { merged[name] = content }
        return merged
    }

    @inlinable
    init(base: [ExactText: Content]) { self.base = base }
}

extension TextMap: Sequence {
    /// Goes through the entries, in no order.
    public struct Iterator: IteratorProtocol {
        @usableFromInline
        var base: Dictionary<ExactText, Content>.Iterator

        @inlinable
        init(base: Dictionary<ExactText, Content>.Iterator) { self.base = base }

        @inlinable
        public mutating func next() -> (key: String, value: Content)? { base.next().map { ($0.key.text, $0.value) } }
    }

    @inlinable
    public func makeIterator() -> Iterator { Iterator(base: base.makeIterator()) }

    @inlinable
    public var count: Int { base.count }

    @inlinable
    public var isEmpty: Bool { base.isEmpty }
}

extension TextMap: Sendable where Content: Sendable {}
extension TextMap: Equatable where Content: Equatable {}
extension TextMap: Hashable where Content: Hashable {}

extension TextMap: ExpressibleByDictionaryLiteral {
    @inlinable
    public init(dictionaryLiteral elements: (String, Content)...) { self.init(uniqueKeysWithValues: elements) }
}

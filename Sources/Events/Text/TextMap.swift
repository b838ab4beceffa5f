/// A table by name in no order, for what is also removed again; names are equal if their code points are.
package struct TextMap<Content> {
    @usableFromInline
    package var base: [ExactText: Content]

    @inlinable
    package init() { base = [:] }

    /// Of names that are known to differ.
    @inlinable
    package init(uniqueKeysWithValues entries: some Sequence<(String, Content)>) {
        base = Dictionary(uniqueKeysWithValues: entries.lazy.map { (ExactText($0.0), $0.1) })
    }

    @inlinable
    package init(
        _ entries: some Sequence<(String, Content)>, uniquingKeysWith combine: (Content, Content) throws -> Content
    ) rethrows {
        base = try Dictionary(entries.lazy.map { (ExactText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    @inlinable
    package init<Items: Sequence>(
        grouping items: Items, by name: (Items.Element) throws -> String
    ) rethrows where Content == [Items.Element] {
        base = try Dictionary(grouping: items) { ExactText(try name($0)) }
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
    package var keys: [String] { base.keys.map(\.text) }

    @inlinable
    package var values: Dictionary<ExactText, Content>.Values { base.values }

    /// Returns what the name stood for before.
    @inlinable
    @discardableResult
    package mutating func updateValue(_ content: Content, forKey name: String) -> Content? {
        base.updateValue(content, forKey: ExactText(name))
    }

    @inlinable
    @discardableResult
    package mutating func removeValue(forKey name: String) -> Content? { base.removeValue(forKey: ExactText(name)) }

    @inlinable
    package mutating func removeAll(keepingCapacity: Bool = false) { base.removeAll(keepingCapacity: keepingCapacity) }

    @inlinable
    package func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> TextMap {
        TextMap(base: try base.filter { try isIncluded(($0.key.text, $0.value)) })
    }

    /// With more entries; the later one of two for a name counts.
    @inlinable
    package func merging(_ entries: some Sequence<(String, Content)>) -> TextMap {
        var merged = self
        for (name, content) in entries { merged[name] = content }
        return merged
    }

    @inlinable
    init(base: [ExactText: Content]) { self.base = base }
}

extension TextMap: Sequence {
    /// Goes through the entries, in no order.
    package struct Iterator: IteratorProtocol {
        @usableFromInline
        var base: Dictionary<ExactText, Content>.Iterator

        @inlinable
        init(base: Dictionary<ExactText, Content>.Iterator) { self.base = base }

        @inlinable
        package mutating func next() -> (key: String, value: Content)? { base.next().map { ($0.key.text, $0.value) } }
    }

    @inlinable
    package func makeIterator() -> Iterator { Iterator(base: base.makeIterator()) }

    @inlinable
    package var count: Int { base.count }

    @inlinable
    package var isEmpty: Bool { base.isEmpty }
}

extension TextMap: Sendable where Content: Sendable {}
extension TextMap: Equatable where Content: Equatable {}
extension TextMap: Hashable where Content: Hashable {}

extension TextMap: ExpressibleByDictionaryLiteral {
    @inlinable
    package init(dictionaryLiteral elements: (String, Content)...) { self.init(uniqueKeysWithValues: elements) }
}

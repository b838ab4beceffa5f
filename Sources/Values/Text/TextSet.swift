/// A set of names, which are equal if their code points are.
public struct TextSet: Sendable, Hashable {
    public var base: Set<ExactText>

    @inlinable
    public init() { base = [] }

    @inlinable
    public init(_ names: some Sequence<String>) { base = Set(names.lazy.map { ExactText($0) }) }

    @inlinable
    public func contains(_ name: String) -> Bool { base.contains(ExactText(name)) }

    @inlinable
    @discardableResult
    public mutating func insert(_ name: String) -> (inserted: Bool, memberAfterInsert: String) {
        let (inserted, member) = base.insert(ExactText(name))
        return (inserted, member.text)
    }

    @inlinable
    @discardableResult
    public mutating func remove(_ name: String) -> String? { base.remove(ExactText(name))?.text }

    @inlinable
    public mutating func formUnion(_ names: some Sequence<String>) {
        base.formUnion(names.lazy.map { ExactText($0) })
    }

    @inlinable
    public func union(_ names: some Sequence<String>) -> TextSet {
        var union = self
        union.formUnion(names)
        return union
    }

    @inlinable
    public mutating func subtract(_ names: some Sequence<String>) {
        base.subtract(names.lazy.map { ExactText($0) })
    }

    @inlinable
    public func subtracting(_ other: TextSet) -> TextSet { TextSet(base: base.subtracting(other.base)) }

    @inlinable
    public func intersection(_ other: TextSet) -> TextSet { TextSet(base: base.intersection(other.base)) }

    @inlinable
    public func isDisjoint(with names: some Sequence<String>) -> Bool { !names.contains { contains($0) } }

    @inlinable
    public func isSubset(of other: TextSet) -> Bool { base.isSubset(of: other.base) }

    @inlinable
    init(base: Set<ExactText>) { self.base = base }
}

extension TextSet: Collection {
    @inlinable
    public var startIndex: Set<ExactText>.Index { base.startIndex }

    @inlinable
    public var endIndex: Set<ExactText>.Index { base.endIndex }

    @inlinable
    public func index(after index: Set<ExactText>.Index) -> Set<ExactText>.Index { base.index(after: index) }

    @inlinable
    public subscript(index: Set<ExactText>.Index) -> String { base[index].text }

    @inlinable
    public var count: Int { base.count }
}

extension TextSet: ExpressibleByArrayLiteral {
    @inlinable
    public init(arrayLiteral names: String...) { self.init(names) }
}

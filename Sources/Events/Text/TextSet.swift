/// A set of names, which are equal if their code points are.
package struct TextSet: Sendable, Hashable {
    @usableFromInline
    package var base: Set<ExactText>

    @inlinable
    package init() { base = [] }

    @inlinable
    package init(_ names: some Sequence<String>) { base = Set(names.lazy.map { ExactText($0) }) }

    @inlinable
    package func contains(_ name: String) -> Bool { base.contains(ExactText(name)) }

    @inlinable
    @discardableResult
    package mutating func insert(_ name: String) -> (inserted: Bool, memberAfterInsert: String) {
        let (inserted, member) = base.insert(ExactText(name))
        return (inserted, member.text)
    }

    @inlinable
    @discardableResult
    package mutating func remove(_ name: String) -> String? { base.remove(ExactText(name))?.text }

    @inlinable
    package mutating func formUnion(_ names: some Sequence<String>) {
        base.formUnion(names.lazy.map { ExactText($0) })
    }

    @inlinable
    package func union(_ names: some Sequence<String>) -> TextSet {
        var union = self
        union.formUnion(names)
        return union
    }

    @inlinable
    package mutating func subtract(_ names: some Sequence<String>) {
        base.subtract(names.lazy.map { ExactText($0) })
    }

    @inlinable
    package func subtracting(_ other: TextSet) -> TextSet { TextSet(base: base.subtracting(other.base)) }

    @inlinable
    package func intersection(_ other: TextSet) -> TextSet { TextSet(base: base.intersection(other.base)) }

    @inlinable
    package func isDisjoint(with names: some Sequence<String>) -> Bool { !names.contains { contains($0) } }

    @inlinable
    package func isSubset(of other: TextSet) -> Bool { base.isSubset(of: other.base) }

    @inlinable
    init(base: Set<ExactText>) { self.base = base }
}

extension TextSet: Collection {
    @inlinable
    package var startIndex: Set<ExactText>.Index { base.startIndex }

    @inlinable
    package var endIndex: Set<ExactText>.Index { base.endIndex }

    @inlinable
    package func index(after index: Set<ExactText>.Index) -> Set<ExactText>.Index { base.index(after: index) }

    @inlinable
    package subscript(index: Set<ExactText>.Index) -> String { base[index].text }

    @inlinable
    package var count: Int { base.count }
}

extension TextSet: ExpressibleByArrayLiteral {
    @inlinable
    package init(arrayLiteral names: String...) { self.init(names) }
}

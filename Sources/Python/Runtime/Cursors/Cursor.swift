import Values

/// An iterator: gives one item after the other.
class Cursor: Reference {
    /// nil at the end.
    func next(_ machine: Machine) throws -> Object? { nil }

    /// About how many items are left, where that is known; not many, so that it can be allocated.
    var expected: Int { 0 }

    override var type: PythonType { .iterator }

    override func cursor(_ machine: Machine) throws -> Cursor? { self }

    /// What it would still have given.
    override func value(_ machine: Machine, depth: Int) throws -> Value? {
        try machine.value(of: machine.newList(machine.items(of: .other(self))), depth: depth)
    }
}

final class ListCursor: Cursor {
    private let list: ListObject
    private var index = 0
    private var hasEnded = false

    init(_ list: ListObject) throws {
        self.list = list
        super.init(depth: list.depth)
    }

    override var expected: Int { min(list.count - index, 1000) }

    override var type: PythonType { .listIterator }

    override func next(_ machine: Machine) throws -> Object? {
        guard !hasEnded, index < list.count else {
            hasEnded = true
            return nil
        }
        index += 1
        return try list.item(at: index - 1, machine)
    }
}

/// Walks over objects that cannot change meanwhile: tuples, copies.
final class ItemsCursor: Cursor {
    private var items: [Object]
    private let kind: PythonType
    private var index = 0

    init(_ items: [Object], depth: Int, _ kind: PythonType = .tupleIterator) {
        self.items = items
        self.kind = kind
        super.init(depth: depth)
    }

    override var type: PythonType { kind }

    override func next(_ machine: Machine) throws -> Object? {
        guard index < items.count else { return nil }
        index += 1
        return items[index - 1]
    }
}

/// Walks over the code points of a text.
final class TextCursor: Cursor {
    private var scalars: String.UnicodeScalarView.Iterator

    private let isASCII: Bool

    init(_ text: String) {
        isASCII = text.isASCII
        scalars = text.unicodeScalars.makeIterator()
        super.init()
    }

    override var type: PythonType { isASCII ? .asciiIterator : .textIterator }

    override func next(_ machine: Machine) throws -> Object? { scalars.next().map { .str(String($0)) } }
}

/// Walks over the keys, values or entries of a dictionary, and notices when it grows or shrinks.
final class DictCursor: Cursor {
    private let dict: DictObject
    private let part: DictPart
    private var position: Int
    private let count: Int

    init(_ dict: DictObject, _ part: DictPart) throws {
        self.dict = dict
        self.part = part
        self.count = dict.count
        self.position = dict.start
        super.init(depth: try Machine.depth(over: .dict(dict)))
    }

    override var type: PythonType {
        switch part {
        case .keys: .keyIterator
        case .values: .valueIterator
        case .items: .itemIterator
        }
    }

    override func next(_ machine: Machine) throws -> Object? {
        guard dict.count == count else {
            throw Raise(.runtimeError, "dictionary changed size during iteration")
        }
        while position < dict.end {
            position += 1
            if part == .keys {
                if let key = dict.key(at: position - 1) { return key }
                continue
            }
            guard let (key, value) = try dict.entry(at: position - 1, machine) else { continue }
            return part == .values ? value : try machine.newTuple([key, value])
        }
        return nil
    }
}

enum DictPart { case keys, values, items }

final class SetCursor: Cursor {
    private let set: SetObject
    private var position: Int
    private let count: Int

    init(_ set: SetObject) {
        self.set = set
        self.count = set.table.count
        self.position = set.table.start
        super.init(depth: set.depth)
    }

    override var type: PythonType { .setIterator }

    override func next(_ machine: Machine) throws -> Object? {
        guard set.table.count == count else { throw Raise(.runtimeError, "Set changed size during iteration") }
        while position < set.table.end {
            position += 1
            if let (key, _) = set.table.entry(at: position - 1) { return key }
        }
        return nil
    }
}

extension PythonType {
    static let listIterator = PythonType("list_iterator")
    static let tupleIterator = PythonType("tuple_iterator")
    static let textIterator = PythonType("str_iterator")
    static let asciiIterator = PythonType("str_ascii_iterator")
    static let keyIterator = PythonType("dict_keyiterator")
    static let valueIterator = PythonType("dict_valueiterator")
    static let itemIterator = PythonType("dict_itemiterator")
    static let setIterator = PythonType("set_iterator")
    static let rangeIterator = PythonType("range_iterator")
    static let callIterator = PythonType("callable_iterator")
    static let reverseKeyIterator = PythonType("dict_reversekeyiterator")
    static let reverseValueIterator = PythonType("dict_reversevalueiterator")
    static let reverseItemIterator = PythonType("dict_reverseitemiterator")
    static let reverseIterator = PythonType("list_reverseiterator")
}

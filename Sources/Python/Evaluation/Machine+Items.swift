/// Subscripts and slices.
extension Machine {
    func item(of object: Object, at index: Object) throws -> Object {
        switch object {
        case .dict(let dict):
            if let value = try dict.value(at: index, self) { return value }
            throw try keyError(index)
        case .list(let list):
            return try list.item(at: position(index, list.count, "list"), self)
        case .tuple(let tuple): return tuple.items[try position(index, tuple.items.count, "tuple")]
        case .str(let text):
            try charge(steps: text.utf8.count >> 7)
            let offset = try position(index, Texts.length(text), "string")
            return .str(String(text.unicodeScalars[Texts.place(offset, in: text)]))
        case .other(let reference):
            if let value = try reference.item(index, self) { return value }
        default: break
        }
        throw Raise.notSubscriptable(object)
    }

    /// A checked index; negative ones count from the end.
    func position(_ index: Object, _ count: Int, _ what: String, _ action: String = "") throws -> Int {
        guard let number = index.wholeNumber else {
            if what == "string" { throw Raise.typeError("string indices must be integers, not '\(index.type.name)'") }
            let type = what == "range object" ? "range" : what
            throw Raise.typeError("\(type) indices must be integers or slices, not \(index.type.name)")
        }
        let position = number < 0 ? number &+ count : number
        guard position >= 0, position < count else { throw Raise.indexError("\(what) \(action)index out of range") }
        return position
    }

    func setItem(of object: Object, at index: Object, to value: Object) throws {
        switch object {
        case .dict(let dict): try dict.set(index, value, self)
        case .list(let list):
            let position = try position(index, list.count, "list", "assignment ")
            try list.change(self) { $0[position] = value }
            noteStored(value, in: list)
        default:
            throw Raise.typeError("'\(object.type.name)' object does not support item assignment")
        }
    }

    func deleteItem(of object: Object, at index: Object) throws {
        switch object {
        case .dict(let dict):
            try requireHashable(index)
            let found = try dict.change(self) { table in
                guard let position = table.find(index) else { return false }
                table.remove(at: position)
                return true
            }
            if !found { throw try keyError(index) }
        case .list(let list):
            let position = try position(index, list.count, "list", "assignment ")
            try charge(steps: list.count >> 6)
            try list.change(self) { _ = $0.remove(at: position) }
        default:
            // CPython words it by what it asks: a sequence for a position, or anything for a key.
            let sequences: TextSet = [
                "str", "tuple", "range", "set", "frozenset", "dict_keys", "dict_values", "dict_items",
            ]
            let isPosition = index.wholeNumber != nil && sequences.contains(object.type.name)
            throw Raise.typeError(
                "'\(object.type.name)' object \(isPosition ? "doesn't" : "does not") support item deletion")
        }
    }

    func slice(of object: Object, _ slice: Slice) throws -> Object {
        switch object {
        case .list(let list):
            if let values = list.unchanged, !keepsIdentity {
                return try newList(slice.select(values).map { Object($0) })
            }
            return try newList(slice.select(list.items(self)))
        case .tuple(let tuple): return try newTuple(slice.select(tuple.items))
        case .str(let text):
            try charge(text: text.utf8.count)
            return .str(try Texts.slice(text, slice))
        case .other(let reference):
            if let range = reference as? RangeObject { return .other(try range.sliced(slice)) }
        case .dict: throw Raise.typeError("unhashable type: 'slice'")
        default: break
        }
        throw Raise.notSubscriptable(object)
    }

    func setSlice(of object: Object, _ slice: Slice, to value: Object) throws {
        guard case .list(let list) = object else {
            if case .dict = object { throw Raise.typeError("unhashable type: 'slice'") }
            throw Raise.typeError("'\(object.type.name)' object does not support item assignment")
        }
        if slice.step == 0 { throw Raise.valueError("slice step cannot be zero") }
        let isExtended = (slice.step ?? 1) != 1
        let items = try items(of: value, isExtended ? .assignedToExtendedSlice : .assignedToSlice)
        let (start, count, step) = try slice.indices(list.count)
        try charge(bytes: items.count * 16, steps: (items.count + list.count) >> 3)
        if step == 1 {
            try list.change(self) { $0.replaceSubrange(start..<start + count, with: items) }
        } else {
            guard items.count == count else {
                throw Raise.valueError(
                    "attempt to assign sequence of size \(items.count) to extended slice of size \(count)")
            }
            try list.change(self) { live in
                for (offset, item) in items.enumerated() { live[start + offset * step] = item }
            }
        }
        for item in items { noteStored(item, in: list) }
    }

    func deleteSlice(of object: Object, _ slice: Slice) throws {
        guard case .list(let list) = object else {
            if case .dict = object { throw Raise.typeError("unhashable type: 'slice'") }
            throw Raise.typeError("'\(object.type.name)' object does not support item deletion")
        }
        let (start, count, step) = try slice.indices(list.count)
        let doomed = Set((0..<count).map { start + $0 * step })
        try charge(bytes: count * 16, steps: list.count >> 3)
        try list.change(self) { live in
            live = live.enumerated().filter { !doomed.contains($0.offset) }.map(\.element)
        }
    }
}

/// What is iterated for, which decides how a refusal is worded.
enum IterationPurpose {
    case iterated, unpacked, starred, assigned, extended, assignedToSlice, assignedToExtendedSlice
}

extension Machine {
    func cursor(over object: Object) throws -> Cursor {
        if let cursor = try cursorIfAny(over: object) { return cursor }
        throw Raise.typeError("'\(object.type.name)' object is not iterable")
    }

    private func cursorIfAny(over object: Object) throws -> Cursor? {
        switch object {
        case .list(let list): return try ListCursor(list)
        case .dict(let dict): return try DictCursor(dict, .keys)
        case .tuple(let tuple): return ItemsCursor(tuple.items, depth: tuple.depth)
        case .set(let set): return SetCursor(set)
        case .str(let text): return TextCursor(text)
        case .other(let reference): return try reference.cursor(self)
        default: return nil
        }
    }

    /// All items, at most `limit` of them.
    func items(of object: Object, _ purpose: IterationPurpose = .iterated, limit: Int = .max) throws -> [Object] {
        switch object {
        case .list(let list): return try list.items(self)
        case .tuple(let tuple): return tuple.items
        case .set(let set): return set.table.keys
        default: break
        }
        guard let cursor = try cursorIfAny(over: object) else { throw refusal(object, purpose) }
        var items: [Object] = []
        while items.count < limit, let item = try cursor.next(self) {
            try step()
            try charge(bytes: 16)
            items.append(item)
        }
        return items
    }

    private func refusal(_ object: Object, _ purpose: IterationPurpose) -> Raise {
        let name = object.type.name
        switch purpose {
        case .iterated, .extended: return Raise.typeError("'\(name)' object is not iterable")
        case .unpacked: return Raise.typeError("Value after * must be an iterable, not \(name)")
        case .starred: return Raise.typeError("argument after * must be an iterable, not \(name)")
        case .assigned: return Raise.typeError("cannot unpack non-iterable \(name) object")
        case .assignedToExtendedSlice: return Raise.typeError("must assign iterable to extended slice")
        case .assignedToSlice: return Raise.typeError("can only assign an iterable")
        }
    }

    /// `len(object)`
    func length(of object: Object) throws -> Int {
        switch object {
        case .str(let text):
            try charge(steps: text.utf8.count >> 8)
            return Texts.length(text)
        case .list(let list): return list.count
        case .dict(let dict): return dict.count
        case .tuple(let tuple): return tuple.items.count
        case .set(let set): return set.table.count
        case .other(let reference):
            if let length = try reference.length(self) { return length }
        default: break
        }
        throw Raise.typeError("object of type '\(object.type.name)' has no len()")
    }
}

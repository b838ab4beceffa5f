/// `str(…)`, `repr(…)` and `ascii(…)`.
extension Machine {
    func text(of object: Object) throws -> String {
        switch object {
        case .str(let text): return text
        case .other(let reference): return try reference.text(self)
        default: return try representation(of: object)
        }
    }

    func representation(of object: Object, depth: Int = 0) throws -> String {
        switch object {
        case .none: return "None"
        case .bool(let flag): return flag ? "True" : "False"
        case .int(let number): return String(number)
        case .float(let number):
            try charge(steps: Cost.float)
            return Floats.text(number)
        case .str(let text):
            try charge(text: text.utf8.count)
            if !Texts.isPlain(text) { try charge(steps: text.utf8.count >> Cost.scalars) }
            return Texts.quoted(text)
        case .builtin(let function): return "<built-in function \(function.name)>"
        case .type(let type): return "<class '\(type.name)'>"
        case .list(let list): return try enclosed(list, "[", "]", depth) { try list.items(self) }
        case .tuple(let tuple):
            return try enclosed(tuple, "(", tuple.items.count == 1 ? ",)" : ")", depth) { tuple.items }
        case .set(let set): return try representation(of: set, depth)
        case .dict(let dict): return try representation(of: dict, depth)
        case .other(let reference):
            try deeper(depth, "repr")
            return try reference.representation(self, depth: depth)
        }
    }

    /// `first, second, …` between brackets; `...` for something that holds itself.
    private func enclosed(
        _ container: Reference, _ open: String, _ close: String, _ depth: Int, _ items: () throws -> [Object]
    ) throws -> String {
        try deeper(depth, "repr")
        guard ledger.representing.insert(ObjectIdentifier(container)).inserted else {
            return "\(open)...\(close == ",)" ? ")" : close)"
        }
        defer { ledger.representing.remove(ObjectIdentifier(container)) }
        var result = open
        for (index, item) in try items().enumerated() {
            if index > 0 { result += ", " }
            try append(representation(of: item, depth: depth + 1), to: &result)
            try step()
        }
        return result + close
    }

    private func representation(of set: SetObject, _ depth: Int) throws -> String {
        let name = set.isFrozen ? "frozenset" : "set"
        if set.table.count == 0 { return "\(name)()" }
        let items = try enclosed(set, "{", "}", depth) { set.table.keys }
        return set.isFrozen ? "frozenset(\(items))" : items
    }

    private func representation(of dict: DictObject, _ depth: Int) throws -> String {
        try deeper(depth, "repr")
        guard ledger.representing.insert(ObjectIdentifier(dict)).inserted else { return "{...}" }
        defer { ledger.representing.remove(ObjectIdentifier(dict)) }
        var result = "{"
        for (index, entry) in try dict.entries(self).enumerated() {
            if index > 0 { result += ", " }
            try append(representation(of: entry.key, depth: depth + 1), to: &result)
            result += ": "
            try append(representation(of: entry.value, depth: depth + 1), to: &result)
            try step()
        }
        return result + "}"
    }

    /// `!r`, `!s`, `!a`
    func converted(_ object: Object, _ conversion: Unicode.Scalar) throws -> String {
        switch conversion {
        case "s": return try text(of: object)
        case "a": return Texts.asciiOnly(try representation(of: object))
        default: return try representation(of: object)
        }
    }
}

extension ExpressionGenerator {
    mutating func list(_ depth: Int) -> String {
        let a = expression(.list, depth)
        switch random.below(18) {
        case 0: return "[\(expression(.int, depth)), \(expression(.int, depth))]"
        case 1: return "(\(a) + \(expression(.list, depth)))"
        case 2: return "(\(a) * \(random.below(3)))"
        case 3: return "\(a)[\(slice(depth))]"
        case 4: return comprehension(depth)
        case 5: return "sorted(\(a)\(random.pick(["", ", reverse=True", ", key=lambda q: -q", ", key=str"])))"
        case 6: return "list(range(\(random.below(6)), \(random.below(12) - 3), \(random.pick(["1", "2", "-1"]))))"
        case 7: return "list(map(\(random.pick(["abs", "int", "str", "lambda q: q * 2", "float"])), \(a)))"
        case 8: return "list(filter(\(random.pick(["None", "lambda q: q > 1", "bool"])), \(a)))"
        case 9: return "list(zip(\(a), \(expression(.texts, depth))))"
        case 10: return "list(enumerate(\(expression(.texts, depth))\(random.pick(["", ", 1", ", start=5"]))))"
        case 11: return "list(reversed(\(a)))"
        case 12: return "sorted(set(\(a)) \(random.pick(["|", "&", "-", "^"])) set(\(expression(.list, depth))))"
        case 13: return "list(\(expression(.dict, depth)).\(random.pick(["values", "items", "keys"]))())"
        case 14:
            return "[x * y for x in \(a) for y in \(expression(.list, depth)) if x \(random.pick(["<", "!=", ">"])) y]"
        case 15: return "[line['qty'] * line['price'] for line in o['lines']]"
        case 16: return "sorted({x % 3 for x in \(a)})"
        default: return "tuple(\(a))"
        }
    }

    private mutating func comprehension(_ depth: Int) -> String {
        let source = expression(.list, depth)
        var inner = self
        inner.locals[.int, default: []].append("x")
        let element = inner.expression(random.pick([.int, .text, .float]), depth)
        let condition = inner.expression(.bool, depth)
        random = inner.random
        return random.once(in: 2)
            ? "[\(element) for x in \(source)]" : "[\(element) for x in \(source) if \(condition)]"
    }

    mutating func texts(_ depth: Int) -> String {
        let a = expression(.text, depth)
        switch random.below(11) {
        case 0: return "[\(a), \(expression(.text, depth))]"
        case 1: return "\(a).split()"
        case 2: return "\(a).split(\(expression(.text, depth))\(random.pick(["", ", 1", ", maxsplit=2"])))"
        case 3: return "\(a).rsplit(\(random.pick(["None", "','", "' '"])), \(random.below(3)))"
        case 4: return "\(a).splitlines()"
        case 5:
            return
                "sorted(\(expression(.texts, depth))\(random.pick(["", ", key=len", ", key=str.lower", ", reverse=True"])))"
        case 6: return "[q.upper() for q in \(expression(.texts, depth))]"
        case 7: return "list(\(a))"
        case 8: return "sorted(\(expression(.dict, depth)))"
        case 9: return "\(expression(.texts, depth))[\(slice(depth))]"
        default: return "[str(q) for q in \(expression(.list, depth))]"
        }
    }

    mutating func dict(_ depth: Int) -> String {
        switch random.below(9) {
        case 0: return "{\(expression(.text, depth)): \(expression(.any, depth)), 'z': \(expression(.int, depth))}"
        case 1: return "{q: q * 2 for q in \(expression(.list, depth))}"
        case 2: return "{**\(expression(.dict, depth)), **\(expression(.dict, depth))}"
        case 3: return "dict(\(expression(.dict, depth)), a=\(expression(.int, depth)))"
        case 4: return "dict(zip(\(expression(.texts, depth)), \(expression(.list, depth))))"
        case 5: return "(\(expression(.dict, depth)) | \(expression(.dict, depth)))"
        case 6: return "{key: value for key, value in \(expression(.dict, depth)).items() if value}"
        case 7: return "\(expression(.dict, depth)).copy()"
        default: return "dict.fromkeys(\(expression(.texts, depth)), \(expression(.int, depth)))"
        }
    }

    mutating func any(_ depth: Int) -> String {
        switch random.below(12) {
        case 0: return "(\(expression(.any, depth)) or \(expression(.any, depth)))"
        case 1: return "(\(expression(.any, depth)), \(expression(.any, depth)))"
        case 2: return "\(expression(.dict, depth))[\(expression(.text, depth))]"
        case 3: return "[\(expression(.any, depth)), \(expression(.any, depth))]"
        case 4: return "(lambda p, q=\(expression(.any, depth)): (q, p))(\(expression(.any, depth)))"
        case 5: return "next(iter(\(expression(.list, depth))), None)"
        case 6: return "max(\(expression(.list, depth)), default=None)"
        default: return expression(random.pick([.int, .float, .text, .bool, .list, .dict, .texts]), depth)
        }
    }
}

/// Random expressions of a wanted type, now and then of another one.
struct ExpressionGenerator {
    var random: SeededGenerator
    /// Names beside the fixed variables, by type.
    /// How rarely an operand has another type than the one wanted.
    var mistakes = 25
    var hasLargeNumbers = true
    var locals: [Wanted: [String]] = [:]

    enum Wanted: CaseIterable {
        case int, float, text, bool, list, texts, dict, any
    }

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func expression(_ wanted: Wanted, _ depth: Int) -> String {
        // Mistakes have types too.
        let actual = random.once(in: mistakes) ? random.pick(Wanted.allCases) : wanted
        if depth <= 0 { return leaf(actual) }
        if random.once(in: 12) {
            let parts = [expression(actual, depth - 1), expression(.bool, depth - 1), expression(actual, depth - 1)]
            return "(\(parts[0]) if \(parts[1]) else \(parts[2]))"
        }
        if random.once(in: 20) {
            let name = random.pick(["w1", "w2"])
            return "(\(name) := \(expression(actual, depth - 1)))"
        }
        switch actual {
        case .int: return int(depth - 1)
        case .float: return float(depth - 1)
        case .text: return text(depth - 1)
        case .bool: return bool(depth - 1)
        case .list: return list(depth - 1)
        case .texts: return texts(depth - 1)
        case .dict: return dict(depth - 1)
        case .any: return any(depth - 1)
        }
    }

    mutating func leaf(_ wanted: Wanted) -> String {
        if let names = locals[wanted], !names.isEmpty, random.once(in: 2) { return random.pick(names) }
        switch wanted {
        case .int:
            if hasLargeNumbers, random.once(in: 8) {
                return random.pick([
                    "9007199254740993", "9223372036854775807", "-9223372036854775808", "4611686018427387904",
                ])
            }
            return random.pick([
                "i", "j", "k", "0", "1", "2", "-1", "10", "255", "1_000", "0x1F",
                "True", "-17", "3", "d.x", "o.lines[1].qty", "n[0].a", "d.nope",
            ])
        case .float:
            if hasLargeNumbers, random.once(in: 8) { return random.pick(["1e300", "float('inf')", "-1e-300", "1e18"]) }
            return random.pick([
                "f", "g", "0.0", "1.5", "-2.25", "1e16", "1e-5", "0.1", "2.675", "-0.0", "123456.789", "3.0", "o.total",
                "o.lines[0].price",
                "float('nan')",
            ])
        case .text:
            return random.pick([
                "s", "t", "u", "'a'", "'abc'", "\"it's\"", "'%d'", "'x,y,,z'", "'12'", "' 3.5 '", "'é\\u0301'", "'🙂ñ'",
                "'A\\nB'", "o['order_id']", "r'\\d'", "'ab' 'cd'", "'İß'", "'1e3'", "'-7'", "o.order_id",
                "o.lines[0].sku",
            ])
        case .bool: return random.pick(["True", "False", "b", "o['paid']", "not b", "e is None", "o.paid"])
        case .list:
            return random.pick([
                "l", "[]", "[1, 2, 3]", "[0]", "n[0]['b']", "[3, 1.5, True]", "[*l, 9]", "n[0].b", "o.lines",
            ])
        case .texts: return random.pick(["m", "[]", "['x']", "['b', 'a']", "s.split()", "list(d)"])
        case .dict:
            return random.pick(["d", "{}", "{'a': 1}", "o", "n[1]", "{1: 2, 'k': None}", "{**d, 'x': 5}", "o.lines[0]"])
        case .any: return random.pick(["e", "i", "s", "l", "o", "(1, 'a')", "f", "b", "n", "()", "None", "d"])
        }
    }

    private mutating func int(_ depth: Int) -> String {
        let a = expression(.int, depth)
        let b = expression(.int, depth)
        switch random.below(22) {
        case 0: return "(\(a) + \(b))"
        case 1: return "(\(a) - \(b))"
        case 2: return "(\(a) * \(b))"
        case 3: return "(\(a) // \(b))"
        case 4: return "(\(a) % \(b))"
        case 5: return "\(a) + \(b) - \(expression(.int, depth))"
        case 6: return "(\(a)) ** \(random.below(6))"
        case 7: return "(\(a) \(random.pick(["&", "|", "^"])) \(b))"
        case 8: return "(\(a) \(random.pick(["<<", ">>"])) \(random.below(8)))"
        case 9: return "\(random.pick(["-", "+", "~", "- -"]))(\(a))"
        case 10: return "len(\(expression(random.pick([.text, .list, .dict, .texts]), depth)))"
        case 11: return "sum(\(expression(.list, depth)))"
        case 12: return "\(random.pick(["min", "max"]))(\(a), \(b))"
        case 13: return "int(\(expression(random.pick([.float, .text, .int]), depth)))"
        case 14: return "round(\(expression(.float, depth)))"
        case 15: return "abs(\(a))"
        case 16: return "\(expression(.list, depth))[\(a)]"
        case 17:
            return
                "\(expression(.text, depth)).\(random.pick(["count", "find", "rfind", "index"]))(\(expression(.text, depth)))"
        case 18: return "\(expression(.dict, depth)).get(\(expression(.text, depth)), \(a))"
        case 19: return "\(expression(.list, depth)).\(random.pick(["count", "index"]))(\(a))"
        case 20: return "ord(\(expression(.text, depth)))"
        default: return "divmod(\(a), \(b))[\(random.below(2))]"
        }
    }

    private mutating func float(_ depth: Int) -> String {
        let a = expression(random.pick([.float, .int]), depth)
        let b = expression(.float, depth)
        switch random.below(11) {
        case 0: return "(\(a) + \(b))"
        case 1: return "(\(a) - \(b))"
        case 2: return "(\(a) * \(b))"
        case 3: return "(\(a) / \(expression(.int, depth)))"
        case 4: return "(\(a) // \(b))"
        case 5: return "(\(a) % \(b))"
        case 6: return "round(\(b), \(random.below(7) - 3))"
        case 7: return "float(\(expression(random.pick([.text, .int, .float]), depth)))"
        case 8: return "\(random.pick(["abs", "max", "min"]))(\(random.once(in: 2) ? "[\(a), \(b)]" : a))"
        case 9: return "(\(expression(.int, depth)) / \(expression(.int, depth)))"
        default: return "sum([\(a), \(b)])"
        }
    }
}

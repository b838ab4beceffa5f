/// Random programs: a few statements over the fixed variables.
struct ProgramGenerator {
    var expressions: ExpressionGenerator
    private var loops = 0
    private var functions = 0

    init(seed: UInt64) {
        expressions = ExpressionGenerator(seed: seed)
        expressions.mistakes = 80
        // An overflow that a handler swallows could not be told from a wrong answer.
        expressions.hasLargeNumbers = false
    }

    private var random: SeededGenerator {
        get { expressions.random }
        set { expressions.random = newValue }
    }

    mutating func program() -> String {
        (0..<2 + random.below(5)).flatMap { _ in guarded(statement(2)) }.joined(separator: "\n") + "\n"
    }

    /// Mostly with a net, so that one failure does not end the program.
    private mutating func guarded(_ lines: [String]) -> [String] {
        if random.once(in: 5) { return lines }
        let body = lines.flatMap { $0.split(separator: "\n") }.map { "    " + $0 }
        return ["try:"] + body + [
            "except Exception as failure:", "    seen = type(failure).__name__ + ': ' + str(failure)",
        ]
    }

    private mutating func block(_ depth: Int) -> [String] {
        (0..<1 + random.below(3)).flatMap { _ in statement(depth) }.map { "    " + $0 }
    }

    private mutating func name(_ wanted: ExpressionGenerator.Wanted) -> String {
        let letters: [ExpressionGenerator.Wanted: String] = [
            .int: "vi", .float: "vf", .text: "vs", .list: "vl", .dict: "vd", .any: "va", .bool: "vb", .texts: "vt",
        ]
        return (letters[wanted] ?? "v") + String(random.below(2))
    }

    private mutating func statement(_ depth: Int) -> [String] {
        let compound = depth > 0
        switch random.below(compound ? 26 : 16) {
        case 0...3: return [assignment()]
        case 4: return augmented()
        case 5: return [random.pick(["l", "m", "n[0]['b']"]) + "." + listCall()]
        case 6: return ["d[\(expressions.expression(.text, 1))] = \(expressions.expression(.any, 2))"]
        case 7:
            return [
                random.pick([
                    "a1, b1 = \(pair())", "a1, *b1 = \(expressions.expression(.list, 2))",
                    "(a1, b1), c1 = \(pair()), 3",
                ])
            ]
        case 8:
            return [
                random.pick([
                    "l[\(expressions.slice(1))] = \(expressions.expression(.list, 1))",
                    "l[\(expressions.expression(.int, 1))] = \(expressions.expression(.int, 1))",
                ])
            ]
        case 9:
            return [
                random.pick(["del l[0]", "del d['x']", "del i", "del l[\(expressions.slice(1))]", "del d['nope']"])
            ]
        case 10: return ["d.update(\(expressions.expression(.dict, 1)))"]
        case 11:
            return [
                random.pick([
                    "d.pop('y', None)", "d.setdefault('q', []).append(1)", "d.pop('w')", "l.clear()",
                    "n[1]['b'].append(i)", "d.popitem()",
                ])
            ]
        case 12: return ["a2 = b2 = \(expressions.expression(.list, 1))", "a2.append(1)"]
        case 13:
            return [
                random.pick([
                    "o['lines'][0]['qty'] += \(expressions.expression(.int, 1))",
                    "o['total'] *= \(expressions.expression(.float, 1))", "n[0], n[1] = n[1], n[0]",
                    "n.append(n[0])\nn[0]['a'] = 9", "o.total = \(expressions.expression(.float, 1))",
                    "d.y += \(expressions.expression(.int, 1))", "del o.paid", "o.note = d.z", "l.nope = 1",
                ])
            ]
        case 14: return ["assert \(expressions.expression(.bool, 2)), \(expressions.expression(.text, 1))"]
        case 15: return [random.pick(["pass", "print(\(expressions.expression(.any, 1)))", "x = y = z = i", "i; j"])]
        case 16...18: return conditional(depth)
        case 19, 20: return forLoop(depth)
        case 21: return whileLoop(depth)
        case 22, 23: return attempt(depth)
        default: return function(depth)
        }
    }

    private mutating func pair() -> String {
        "\(expressions.expression(.int, 1)), \(expressions.expression(.any, 1))"
    }

    private mutating func assignment() -> String {
        let wanted = random.pick(ExpressionGenerator.Wanted.allCases)
        let value = expressions.expression(wanted, 3)
        let target = name(wanted)
        if expressions.locals[wanted]?.contains(target) != true {
            expressions.locals[wanted, default: []].append(target)
        }
        return "\(target) = \(value)"
    }

    private mutating func augmented() -> [String] {
        let value = expressions.expression(random.pick([.int, .float]), 2)
        return [
            random.pick([
                "i \(random.pick(["+", "-", "*", "//", "%", "&", "|", "/", "**"]))= \(value)",
                "s += \(expressions.expression(.text, 2))",
                "l += \(expressions.expression(random.pick([.list, .text]), 2))",
                "d |= \(expressions.expression(.dict, 1))", "l *= 2",
                "d['x'] \(random.pick(["+", "-", "*"]))= \(value)", "f /= \(value)",
            ])
        ]
    }

    private mutating func listCall() -> String {
        random.pick([
            "append(\(expressions.expression(.any, 1)))", "extend(\(expressions.expression(.list, 1)))", "sort()",
            "reverse()",
            "insert(\(expressions.expression(.int, 0)), \(expressions.expression(.int, 1)))", "pop()",
            "pop(\(expressions.expression(.int, 0)))",
            "remove(\(expressions.expression(.int, 0)))", "sort(key=str)",
        ])
    }

    private mutating func conditional(_ depth: Int) -> [String] {
        var lines = ["if \(expressions.expression(.bool, 2)):"] + block(depth - 1)
        if random.once(in: 3) { lines += ["elif \(expressions.expression(.any, 1)):"] + block(depth - 1) }
        if random.once(in: 2) { lines += ["else:"] + block(depth - 1) }
        return lines
    }

    private mutating func forLoop(_ depth: Int) -> [String] {
        let header = random.pick([
            "for x in \(expressions.expression(.list, 2)):", "for x, y in \(expressions.expression(.dict, 1)).items():",
            "for x in range(\(random.below(5))):", "for x, y in enumerate(\(expressions.expression(.texts, 1))):",
            "for x in n:", "for x in \(expressions.expression(.text, 1)):",
        ])
        var lines = [header] + block(depth - 1)
        if random.once(in: 3) {
            lines.append("    if \(expressions.expression(.bool, 1)): \(random.pick(["break", "continue"]))")
        }
        if random.once(in: 4) { lines.append("    x['t'] = 1") }
        if random.once(in: 4) { lines += ["else:"] + block(0) }
        return lines
    }

    private mutating func whileLoop(_ depth: Int) -> [String] {
        loops += 1
        let counter = "c\(loops)"
        return ["\(counter) = 0", "while \(counter) < \(random.below(5)):", "    \(counter) += 1"] + block(depth - 1)
    }

    private mutating func attempt(_ depth: Int) -> [String] {
        let type = random.pick(["ValueError", "(KeyError, TypeError)", "Exception", "ZeroDivisionError", "LookupError"])
        var lines = ["try:"] + block(depth - 1)
        if random.once(in: 3) {
            lines.append(
                "    raise \(random.pick(["ValueError('v', 1)", "KeyError('k')", "TypeError", "RuntimeError()"]))")
        }
        lines +=
            [
                "except \(type) as err:",
                "    got = \(random.pick(["str(err)", "type(err).__name__", "len(err.args)", "repr(err)"]))",
            ] + block(depth - 1)
        if random.once(in: 3) { lines += ["else:"] + block(0) }
        if random.once(in: 3) { lines += ["finally:"] + block(0) }
        return lines
    }

    private mutating func function(_ depth: Int) -> [String] {
        functions += 1
        let name = "fn\(functions)"
        var inner = self
        inner.expressions.locals = [.int: ["p", "q"], .any: ["p", "r"]]
        var body: [String] = []
        if inner.random.once(in: 3) {
            body.append(
                inner.random.pick([
                    "    global i\n    i = p", "    p = q", "    z = lambda: (p, q)\n    q = 8\n    return z()",
                ]))
        }
        if inner.random.once(in: 2) { body += inner.conditional(0).map { "    " + $0 } }
        body.append("    return \(inner.expressions.expression(.any, 2))")
        let signature = inner.random.pick(["p, q=2, *r", "p, q=2, r=None", "p, *, q=3, r=()", "p, q, **r"])
        let call = inner.random.pick(["1", "1, 2", "1, q=4", "*[1, 2]", "1, 2, 3, 4", "**{'p': 1}", "q=1"])
        random = inner.random
        return ["def \(name)(\(signature)):"] + body + ["r\(functions) = \(name)(\(call))"]
    }
}

extension ExpressionGenerator {
    mutating func text(_ depth: Int) -> String {
        let a = expression(.text, depth)
        let b = expression(.text, depth)
        switch random.below(26) {
        case 0: return "(\(a) + \(b))"
        case 1: return "(\(a) * \(random.below(4)))"
        case 2: return "\(a)[\(expression(.int, depth))]"
        case 3: return "\(a)[\(slice(depth))]"
        case 4:
            let method = random.pick([
                "upper", "lower", "title", "capitalize", "swapcase", "strip", "casefold", "lstrip",
            ])
            return "\(a).\(method)()"
        case 5: return "\(a).replace(\(b), \(expression(.text, depth)))"
        case 6: return "\(a).join(\(expression(.texts, depth)))"
        case 7: return "str(\(expression(.any, depth)))"
        case 8: return "repr(\(expression(.any, depth)))"
        case 9: return "f'{\(unquoted(expression(.any, 0)))}\(random.pick(["", "{{", "-"]))'"
        case 10: return "f\"{\(unquoted(leaf(.float))):\(floatSpecification())}\""
        case 11: return "f\"{\(unquoted(leaf(.int))):\(intSpecification())}\""
        case 12: return "format(\(expression(.float, depth)), '\(floatSpecification())')"
        case 13: return "format(\(expression(.int, depth)), '\(intSpecification())')"
        case 14: return "format(\(a), '\(random.pick(["", ">9", "^12", "<7.3", "*^9", "s", ".2", "08", "=5"]))')"
        case 15:
            return
                "('%\(random.pick(["d", "s", "5d", "-6s|", "05.1f", "x", "r", "+d", ".3g", "e", "%%", "c", "i"]))' % \(expression(.any, depth)))"
        case 16: return "('%s-%s' % (\(a), \(expression(.any, depth))))"
        case 17: return "'{} {}'.format(\(a), \(expression(.any, depth)))"
        case 18: return "'{0[x]} {a!r:>6}'.format(\(expression(.dict, depth)), a=\(expression(.any, depth)))"
        case 19: return "\(a).\(random.pick(["ljust", "rjust", "center", "zfill"]))(\(random.below(14)))"
        case 20: return "\(a).strip(\(b))"
        case 21: return "\(random.pick(["min", "max"]))(\(expression(.texts, depth)))"
        case 22: return "chr(\(expression(.int, depth)))"
        case 23: return "\(random.pick(["hex", "oct", "bin", "str", "ascii", "repr"]))(\(expression(.int, depth)))"
        case 24: return "\(a).\(random.pick(["removeprefix", "removesuffix", "lstrip", "rstrip"]))(\(b))"
        default: return "\(a).\(random.pick(["partition", "rpartition"]))(\(b))[\(random.below(3))]"
        }
    }

    mutating func slice(_ depth: Int) -> String {
        func bound(_ generator: inout Self) -> String {
            generator.random.once(in: 3) ? "" : String(generator.random.below(12) - 5)
        }
        let two = "\(bound(&self)):\(bound(&self))"
        return random.once(in: 2) ? two : "\(two):\(random.pick(["", "-1", "2", "-2", "3", "1", "0"]))"
    }

    mutating func floatSpecification() -> String {
        random.pick(["", ">10", "^+12", "0", "=+10", "<08", ",", "_"])
            + random.pick(["", ".0", ".1", ".2", ".3", ".10", ".17"])
            + random.pick(["", "f", "e", "g", "%", "G", "n", "d"])
    }

    mutating func intSpecification() -> String {
        random.pick(["", ">7", "+", " ", "08", ",", "*^9", "#", "#010", "_", "x<5", "-", "012,"])
            + random.pick(["", "d", "x", "b", "o", "X", "f", "c", "s", "e", "%"])
    }

    /// Without the quotes that would end the f-string around it (in Python before 3.12).
    func unquoted(_ source: String) -> String {
        source.contains("'") || source.contains("\"") || source.contains("\\") ? "i" : source
    }

    mutating func bool(_ depth: Int) -> String {
        switch random.below(13) {
        case 0:
            let operation = random.pick(["<", "<=", ">", ">=", "==", "!="])
            let kind = random.pick([Wanted.int, .float, .text, .list, .texts])
            return "(\(expression(kind, depth)) \(operation) \(expression(kind, depth)))"
        case 1: return "(\(expression(.any, depth)) \(random.pick(["==", "!="])) \(expression(.any, depth)))"
        case 2: return "(\(expression(.int, depth)) < \(expression(.float, depth)) <= \(expression(.int, depth)))"
        case 3: return "(\(expression(.int, depth)) \(random.pick(["in", "not in"])) \(expression(.list, depth)))"
        case 4:
            return
                "(\(expression(.text, depth)) \(random.pick(["in", "not in"])) \(expression(random.pick([.text, .dict, .texts]), depth)))"
        case 5: return "(\(expression(.bool, depth)) \(random.pick(["and", "or"])) \(expression(.bool, depth)))"
        case 6: return "(not \(expression(.any, depth)))"
        case 7: return "(\(expression(.any, depth)) \(random.pick(["is None", "is not None"])))"
        case 8: return "bool(\(expression(.any, depth)))"
        case 9:
            return
                "isinstance(\(expression(.any, depth)), \(random.pick(["int", "str", "(list, dict)", "float", "bool"])))"
        case 10: return "\(random.pick(["any", "all"]))(\(expression(.list, depth)))"
        case 11:
            let method = random.pick([
                "isdigit", "isalpha", "isupper", "islower", "isspace", "isalnum", "istitle", "isnumeric",
            ])
            return "\(expression(.text, depth)).\(method)()"
        default:
            return "\(expression(.text, depth)).\(random.pick(["startswith", "endswith"]))(\(expression(.text, depth)))"
        }
    }
}

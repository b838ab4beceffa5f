@testable import Python

/// One call of a builtin, of a method or of a module's function, with arguments of all kinds.
struct CallGenerator {
    private var random: SeededGenerator
    private var expressions: ExpressionGenerator

    /// What tells its programs from others.
    static let mark = "kind = type(r).__name__"

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        expressions = ExpressionGenerator(seed: seed ^ 0x5EED)
        expressions.hasLargeNumbers = false
    }

    /// The call, what it gave in plain data, and what became of what it was called on.
    mutating func program() -> String {
        let (receiver, call) = call()
        return """
            import datetime, json, math, random, time, uuid
            from datetime import timezone as tz
            try:
                v = \(receiver)
                r = \(call)
                \(Self.mark)
                if isinstance(r, (set, frozenset)):
                    r = sorted(r, key=repr)
                elif kind in ('datetime', 'date', 'time', 'timedelta', 'timezone', 'UUID'):
                    r = repr(r)
                elif kind not in ('int', 'float', 'bool', 'str', 'list', 'dict', 'tuple', 'NoneType'):
                    r = list(r)
            except Exception as failure:
                r = type(failure).__name__ + ': ' + str(failure)
                v = None
            if isinstance(v, (set, frozenset)):
                v = sorted(v, key=repr)
            elif not isinstance(v, (list, dict, str, int, float)):
                v = None
            del tz, datetime, json, math, random, time, uuid

            """
    }

    private mutating func call() -> (receiver: String, call: String) {
        switch random.below(10) {
        case 0, 1: return ("None", builtinCall())
        case 2: return ("None", moduleCall())
        case 3...5: return textCall()
        default: return containerCall()
        }
    }

    // MARK: Arguments

    /// Anything, now and then too many or too few of it.
    private mutating func arguments(_ wanted: [ExpressionGenerator.Wanted]) -> String {
        var arguments = wanted.map { argument($0) }
        if random.once(in: 16) { arguments.append(argument(.any)) }
        if random.once(in: 16), !arguments.isEmpty { arguments.removeLast() }
        return arguments.joined(separator: ", ")
    }

    private mutating func argument(_ wanted: ExpressionGenerator.Wanted) -> String {
        if random.once(in: 6) {
            return random.pick([
                "None", "1", "-1", "2.5", "'a'", "''", "[]", "(1, 2)", "{'a': 1}", "True", "{1, 2}", "range(3)", "len",
                "[1, 'a']", "['a', 'b']", "[[1, 2], [3, 4]]", "'abc'", "0", "int", "lambda q: q", "float('nan')",
                "frozenset()", "(x for x in [1, 2])", "d.items()", "[(1, 'a'), (2, 'b')]",
            ])
        }
        return expressions.expression(wanted, random.below(2))
    }

    // MARK: Calls

    private mutating func textCall() -> (String, String) {
        let calls: [(String, [ExpressionGenerator.Wanted])] = [
            ("upper", []), ("lower", []), ("title", []), ("capitalize", []), ("swapcase", []), ("casefold", []),
            ("strip", [.text]), ("lstrip", [.text]), ("rstrip", [.text]), ("strip", []), ("split", []),
            ("split", [.text]), ("split", [.text, .int]), ("rsplit", [.text, .int]), ("rsplit", []), ("splitlines", []),
            ("splitlines", [.bool]), ("join", [.texts]), ("replace", [.text, .text]),
            ("replace", [.text, .text, .int]), ("find", [.text]), ("find", [.text, .int, .int]),
            ("rfind", [.text, .int]), ("index", [.text]), ("rindex", [.text]), ("count", [.text]),
            ("count", [.text, .int, .int]), ("startswith", [.text]), ("startswith", [.text, .int, .int]),
            ("endswith", [.text]), ("endswith", [.text, .int]), ("removeprefix", [.text]), ("removesuffix", [.text]),
            ("partition", [.text]), ("rpartition", [.text]), ("ljust", [.int]), ("rjust", [.int, .text]),
            ("center", [.int]), ("zfill", [.int]), ("expandtabs", [.int]), ("expandtabs", []),
            ("format", [.any, .any]),
            ("format_map", [.dict]), ("isalpha", []), ("isdigit", []), ("isdecimal", []), ("isnumeric", []),
            ("isspace", []), ("isalnum", []), ("isupper", []), ("islower", []), ("istitle", []), ("isidentifier", []),
            ("isascii", []), ("isprintable", []), ("translate", [.dict]),
        ]
        let (name, wanted) = random.pick(calls)
        let receiver =
            name.hasPrefix("format")
            ? random.pick([
                "'{} {x}'", "'{0[a]}'", "'{:>5}{!r}'", "'{a.b}'", "'{'", "'{1}{0}'", "'{:d}|{:.2f}'", "'}'", "'{}{0}'",
            ])
            : expressions.expression(.text, random.below(2))
        return (receiver, "v.\(name)(\(arguments(wanted)))")
    }

    private mutating func containerCall() -> (String, String) {
        let list: [(String, [ExpressionGenerator.Wanted])] = [
            ("append", [.any]), ("extend", [.list]), ("insert", [.int, .any]), ("pop", []), ("pop", [.int]),
            ("remove", [.int]), ("clear", []), ("copy", []), ("count", [.int]), ("index", [.int]),
            ("index", [.int, .int, .int]), ("reverse", []), ("sort", []),
        ]
        let dict: [(String, [ExpressionGenerator.Wanted])] = [
            ("get", [.text]), ("get", [.text, .any]), ("keys", []), ("values", []), ("items", []), ("pop", [.text]),
            ("pop", [.text, .any]), ("setdefault", [.text, .any]), ("setdefault", [.text]), ("update", [.dict]),
            ("popitem", []), ("copy", []), ("clear", []), ("fromkeys", [.texts, .any]), ("fromkeys", [.texts]),
        ]
        let set: [(String, [ExpressionGenerator.Wanted])] = [
            ("add", [.int]), ("discard", [.int]), ("remove", [.int]), ("union", [.list]), ("intersection", [.list]),
            ("difference", [.list]), ("symmetric_difference", [.list]), ("issubset", [.list]), ("issuperset", [.list]),
            ("isdisjoint", [.list]), ("update", [.list]), ("intersection_update", [.list]), ("clear", []),
            ("difference_update", [.list]), ("symmetric_difference_update", [.list]), ("copy", []), ("union", []),
        ]
        let others: [(String, String, [ExpressionGenerator.Wanted])] = [
            ("(1, 2, 1)", "count", [.int]), ("(1, 2, 1)", "index", [.int]), ("7", "bit_length", []),
            ("2.5", "is_integer", []), ("range(2, 9, 3)", "index", [.int]), ("range(5)", "count", [.int]),
            ("frozenset([1, 2])", "union", [.list]), ("frozenset([1, 2])", "add", [.int]), ("True", "bit_length", []),
            ("frozenset([1, 2])", "issubset", [.list]), ("None", "get", [.text]), ("5", "append", [.any]),
            ("'a'", "append", [.any]), ("(1,)", "append", [.any]), ("[1]", "get", [.int]), ("iter([1])", "pop", []),
        ]
        switch random.below(8) {
        case 0, 1, 2:
            if random.once(in: 6) {
                return (
                    expressions.expression(.list, 1),
                    "v.sort(\(random.pick(["key=str", "reverse=True", "key=None", "key=len", "reverse='a'", "x=1", "key=lambda q: -q", "reverse=None"])))"
                )
            }
            let (name, wanted) = random.pick(list)
            return ("[*\(expressions.expression(random.pick([.list, .texts]), 1))]", "v.\(name)(\(arguments(wanted)))")
        case 3, 4, 5:
            let (name, wanted) = random.pick(dict)
            return ("{**\(expressions.expression(.dict, 1))}", "v.\(name)(\(arguments(wanted)))")
        case 6:
            let (name, wanted) = random.pick(set)
            return (random.pick(["{1, 2, 3}", "set()", "{1}", "{'a'}", "{2, 4}"]), "v.\(name)(\(arguments(wanted)))")
        default:
            let (receiver, name, wanted) = random.pick(others)
            return (receiver, "v.\(name)(\(arguments(wanted)))")
        }
    }

    private mutating func builtinCall() -> String {
        let calls: [(String, [ExpressionGenerator.Wanted])] = [
            ("len", [.text]), ("len", [.any]), ("abs", [.float]), ("round", [.float]), ("round", [.float, .int]),
            ("int", [.text]), ("int", [.float]), ("int", []), ("float", [.text]), ("float", [.int]), ("str", [.any]),
            ("str", []), ("bool", [.any]), ("list", [.list]), ("tuple", [.texts]), ("dict", [.dict]), ("dict", [.any]),
            ("set", [.list]), ("frozenset", [.list]), ("sorted", [.list]), ("reversed", [.list]), ("sum", [.list]),
            ("sum", [.list, .int]), ("min", [.list]), ("max", [.list]), ("min", [.int, .int]), ("max", [.any, .any]),
            ("any", [.list]), ("all", [.any]), ("enumerate", [.texts]), ("enumerate", [.texts, .int]),
            ("zip", [.list, .texts]), ("zip", [.list]), ("map", [.any, .list]), ("filter", [.any, .list]),
            ("range", [.int]), ("range", [.int, .int]), ("range", [.int, .int, .int]), ("divmod", [.int, .int]),
            ("divmod", [.float, .int]), ("pow", [.int, .int]), ("ord", [.text]), ("chr", [.int]), ("hex", [.int]),
            ("bin", [.int]), ("oct", [.int]), ("repr", [.any]), ("ascii", [.text]), ("format", [.any]),
            ("format", [.float, .text]), ("isinstance", [.any, .any]), ("callable", [.any]),
            ("iter", [.any]), ("next", [.list]), ("ValueError", [.any]), ("KeyError", [.text]),
            ("type", [.any]), ("print", [.any]), ("int", [.text, .int]), ("pow", [.int, .int, .int]),
            ("getattr", [.dict, .text]), ("hasattr", [.dict, .text]),
        ]
        let (name, wanted) = random.pick(calls)
        let keywords = random.pick([
            "key=len", "key=str", "default=0", "default=None", "reverse=True", "strict=True", "start=1", "ndigits=1",
            "base=2", "x=1", "key=None",
        ])
        let plain = arguments(wanted)
        let takesWord = ["min", "max", "sorted", "zip", "enumerate", "sum", "round", "int", "dict", "pow"].contains(
            name)
        if takesWord, random.once(in: 5) { return "\(name)(\(plain)\(plain.isEmpty ? "" : ", ")\(keywords))" }
        let call = "\(name)(\(plain))"
        return ["ValueError", "KeyError", "type", "iter"].contains(name) ? "repr(\(call))" : call
    }

    private mutating func moduleCall() -> String {
        let calls: [(String, [ExpressionGenerator.Wanted])] = [
            ("math.sqrt", [.float]), ("math.floor", [.float]), ("math.ceil", [.any]), ("math.trunc", [.float]),
            ("math.log", [.float]), ("math.log", [.float, .int]), ("math.log2", [.int]), ("math.log10", [.float]),
            ("math.exp", [.float]), ("math.pow", [.float, .float]), ("math.fabs", [.float]),
            ("math.gcd", [.int, .int]),
            ("math.lcm", [.int, .int]), ("math.comb", [.int, .int]), ("math.perm", [.int, .int]),
            ("math.factorial", [.int]), ("math.isqrt", [.int]), ("math.hypot", [.float, .float]),
            ("math.fmod", [.float, .float]), ("math.copysign", [.float, .float]), ("math.isnan", [.float]),
            ("math.isinf", [.any]), ("math.isfinite", [.float]), ("math.isclose", [.float, .float]),
            ("math.fsum", [.list]), ("math.prod", [.list]), ("math.degrees", [.float]), ("math.radians", [.float]),
            ("json.dumps", [.any]), ("json.loads", [.text]), ("json.loads", [.any]), ("uuid.UUID", [.text]),
            ("datetime.timedelta", [.int]), ("datetime.timedelta", [.float, .any]),
            ("datetime.date", [.int, .int, .int]), ("datetime.time", [.int, .int]),
            ("datetime.datetime", [.int, .int, .int]), ("datetime.date.fromisoformat", [.text]),
            ("datetime.datetime.fromisoformat", [.any]), ("datetime.datetime.strptime", [.text, .text]),
            ("datetime.time.fromisoformat", [.text]), ("datetime.date.fromordinal", [.int]),
            ("datetime.datetime.combine", [.any, .any]), ("datetime.datetime(2024, 2, 29).replace", [.int]),
            ("datetime.datetime(2024, 2, 29).strftime", [.text]), ("datetime.timezone", [.any]),
            ("datetime.time(1, 2).isoformat", []), ("datetime.time(10, 20, 30, 40).replace", [.int]),
            ("datetime.date(2024, 2, 29).isoformat", []), ("datetime.datetime.fromtimestamp", [.any]),
        ]
        if random.once(in: 8) {
            return random.pick([
                "str(uuid.UUID('12345678123456781234567812345678'))",
                "uuid.UUID('12345678-1234-5678-1234-567812345678').hex",
                "len(str(uuid.uuid4()))", "uuid.uuid4().version", "uuid.UUID('{12345678123456781234567812345678}')",
                "0 <= random.random() < 1", "random.randint(3, 3)", "random.choice([7])", "random.uniform(1, 1)",
                "sorted(random.sample([1, 2, 3], 3))", "type(time.time()).__name__", "random.choices([4], k=3)",
                "datetime.datetime.min", "datetime.timedelta.max", "datetime.date.max", "datetime.timedelta.resolution",
                "datetime.time(25)", "datetime.time(1, 2, 3).tzinfo", "bool(datetime.timedelta())",
                "datetime.time(1) < datetime.time(2)", "datetime.time(1) < datetime.date(1, 1, 1)",
                "uuid.UUID('x')", "math.pi", "math.inf", "math.tau",
            ])
        }
        let (name, wanted) = random.pick(calls)
        return "\(name)(\(arguments(wanted)))"
    }
}

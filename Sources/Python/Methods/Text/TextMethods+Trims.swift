extension TextMethods {
    static let trims: [Method] = [
        strip("strip", start: true, end: true), strip("lstrip", start: true, end: false),
        strip("rstrip", start: false, end: true),
    ]

    private static func strip(_ name: String, start: Bool, end: Bool) -> Method {
        method(name, 0...1) { text, arguments, machine in
            try machine.charge(text: text.utf8.count)
            func counted(_ rest: String) throws -> Object {
                try machine.charge(steps: (text.utf8.count - rest.utf8.count) >> Cost.scalars)
                return .str(rest)
            }
            guard let characters = arguments[0], !characters.isNone else {
                return try counted(Texts.stripped(text, start: start, end: end))
            }
            guard case .str(let set) = characters else {
                throw Raise.typeError("\(name) arg must be None or str")
            }
            let dropped = Set(set.unicodeScalars)
            return try counted(Texts.strip(text, start: start, end: end) { dropped.contains($0) })
        }
    }

    static let fills: [Method] = [
        justify("ljust", "<"), justify("rjust", ">"), justify("center", "^"),
        method("zfill", 1...1) { text, arguments, machine in
            let missing = try number(arguments.positional[0]).boundedMinus(Texts.length(text))
            if missing <= 0 { return .str(text) }
            try machine.charge(text: missing.boundedPlus(text.utf8.count))
            let sign = text.unicodeScalars.prefix(1).filter { $0 == "-" || $0 == "+" }
            let rest = text.unicodeScalars.dropFirst(sign.count)
            return .str(String(sign) + Texts.repeated("0", missing) + String(rest))
        },
        method("expandtabs", 0...1) { text, arguments, machine in
            let size = try arguments[0].map { try number($0) } ?? 8
            guard Int32(exactly: size) != nil else {
                throw Raise.overflow("Python int too large to convert to C int")
            }
            return .str(try Texts.expandingTabs(text, size, machine))
        },
        Method("format") { receiver, arguments, machine in
            .str(try machine.formatMethod(receiver.text ?? "", arguments))
        },
        method("format_map", 1...1) { text, arguments, machine in
            .str(try machine.formatMethod(text, Arguments(), mapping: arguments.positional[0]))
        },
        method("translate", 1...1) { text, arguments, machine in
            .str(try Texts.translating(text, arguments.positional[0], machine))
        },
        method("encode", 0...2) { text, arguments, machine in
            throw Raise.typeError("bytes are not supported")
        },
    ]

    private static func justify(_ name: String, _ align: Unicode.Scalar) -> Method {
        method(name, 1...2) { text, arguments, machine in
            let width = try number(arguments.positional[0])
            if let fill = arguments[1], fill.text == nil {
                throw Raise.typeError("The fill character must be a unicode character, not \(fill.type.name)")
            }
            let fill = arguments[1]?.text ?? " "
            guard let scalar = fill.unicodeScalars.first, Texts.length(fill) == 1 else {
                throw Raise.typeError("The fill character must be exactly one character long")
            }
            let missing = width.boundedMinus(Texts.length(text))
            if missing <= 0 { return .str(text) }
            try machine.charge(text: missing.boundedTimes(fill.utf8.count).boundedPlus(text.utf8.count))
            // CPython centres an odd rest to the left or right depending on the width.
            let left = align == "<" ? 0 : align == ">" ? missing : missing / 2 + (missing & width & 1)
            let filling = { Texts.repeated(String(scalar), $0) }
            return .str(filling(left) + text + filling(missing - left))
        }
    }

    static let makeTranslation = BuiltinFunction("maketrans") { arguments, machine in
        try arguments.require(1...3, "maketrans")
        var table = Table()
        if arguments.count == 1 {
            guard case .dict(let dict) = arguments.positional[0] else {
                throw Raise.typeError("if you give only one argument to maketrans it must be a dict")
            }
            for (key, value) in try dict.entries(machine) {
                let code = key.text?.unicodeScalars.first.map { Object.int(Int($0.value)) } ?? key
                table.set(code, value)
            }
            return try machine.newDict(table)
        }
        let from = Array(try text(arguments.positional[0], "maketrans()").unicodeScalars)
        let to = Array(try text(arguments.positional[1], "maketrans()").unicodeScalars)
        if from.count != to.count {
            throw Raise.valueError("the first two maketrans arguments must have equal length")
        }
        for (one, other) in zip(from, to) { table.set(.int(Int(one.value)), .int(Int(other.value))) }
        for scalar in try arguments[2].map({ try text($0, "maketrans()").unicodeScalars }) ?? "".unicodeScalars {
            table.set(.int(Int(scalar.value)), .none)
        }
        return try machine.newDict(table)
    }
}

extension TextMethods {
    static let splits: [Method] = [
        split("split", fromEnd: false), split("rsplit", fromEnd: true),
        Method("splitlines") { receiver, arguments, machine in
            let matched = try arguments.matched(["keepends"], "splitlines")
            let text = receiver.text ?? ""
            let keeps = try matched[0].map { try number($0) != 0 } ?? false
            try machine.charge(steps: text.utf8.count >> Cost.bytes)
            return try list(Texts.lines(of: text, keepsEnds: keeps), of: text, machine)
        },
        partition("partition", fromEnd: false), partition("rpartition", fromEnd: true),
        method("join", 1...1) { text, arguments, machine in
            var result = ""
            let items: [Object]
            do {
                items = try machine.items(of: arguments.positional[0])
            } catch let error as Raise where error.type === PythonType.typeError && error.message.hasSuffix("iterable")
            {
                throw Raise.typeError("can only join an iterable")
            }
            for (index, item) in items.enumerated() {
                try machine.step()
                guard case .str(let piece) = item else {
                    throw Raise.typeError("sequence item \(index): expected str instance, \(item.type.name) found")
                }
                if index > 0 { try machine.append(text, to: &result) }
                try machine.append(piece, to: &result)
            }
            return .str(result)
        },
    ]

    private static func split(_ name: String, fromEnd: Bool) -> Method {
        Method(name) { receiver, arguments, machine in
            let matched = try arguments.matched(["sep", "maxsplit"], name)
            let text = receiver.text ?? ""
            let limit = try matched[1].map { try number($0) } ?? -1
            let most = limit < 0 ? Int.max : limit
            guard let separator = matched[0], !separator.isNone else {
                return try list(Texts.words(of: text, limit: most, fromEnd: fromEnd), of: text, machine)
            }
            guard case .str(let part) = separator else {
                throw Raise.typeError("must be str or None, not \(separator.type.name)")
            }
            if part.isEmpty { throw Raise.valueError("empty separator") }
            try machine.charge(steps: part.utf8.count >> 5)
            return try list(Texts.split(text, at: part, limit: most, fromEnd: fromEnd), of: text, machine)
        }
    }

    private static func list(_ pieces: [String], of text: String, _ machine: Machine) throws -> Object {
        try machine.charge(bytes: text.utf8.count, steps: (text.utf8.count >> 6) + pieces.count)
        return try machine.newList(pieces.map { .str($0) })
    }

    private static func partition(_ name: String, fromEnd: Bool) -> Method {
        method(name, 1...1) { text, arguments, machine in
            guard case .str(let part) = arguments.positional[0] else {
                throw Raise.typeError("must be str, not \(arguments.positional[0].type.name)")
            }
            if part.isEmpty { throw Raise.valueError("empty separator") }
            try machine.charge(text: text.utf8.count)
            let pieces = Texts.split(text, at: part, limit: 1, fromEnd: fromEnd)
            if pieces.count == 2 {
                return try machine.newTuple([.str(pieces[0]), .str(part), .str(pieces[1])])
            }
            return try machine.newTuple(
                fromEnd ? [.str(""), .str(""), .str(text)] : [.str(text), .str(""), .str("")])
        }
    }
}

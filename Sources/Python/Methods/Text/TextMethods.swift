/// Methods of `str`.
enum TextMethods {
    static let all: [Method] = cases + tests + searches + splits + trims + fills

    /// A method whose arguments are all positional.
    static func method(
        _ name: String, _ counts: ClosedRange<Int> = 0...0,
        _ body: @escaping @Sendable (String, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name) { receiver, arguments, machine in
            guard case .str(let text) = receiver else { throw Raise.attribute(name, of: receiver) }
            try arguments.require(counts, counts.upperBound == 0 ? "str.\(name)" : name)
            var looked = text.utf8.count >> 5
            // What is searched for or put in may be longer than the text.
            for case .str(let argument) in arguments.positional { looked += argument.utf8.count >> 5 }
            try machine.charge(steps: looked)
            return try body(text, arguments, machine)
        }
    }

    /// A method that makes a text of about the same length.
    /// - Parameter ascii: what it costs for ASCII; other letters are looked up one by one.
    static func mapping(
        _ name: String, ascii: Int = 5, _ body: @escaping @Sendable (String) -> String
    ) -> Method {
        method(name) { text, arguments, machine in
            let shift = text.isASCII ? ascii : Cost.scalars
            try machine.charge(bytes: text.utf8.count * 3, steps: text.utf8.count >> shift)
            return .str(body(text))
        }
    }

    /// `what` is put before the complaint, where CPython does so.
    static func text(_ object: Object, _ what: String = "") throws -> String {
        guard case .str(let text) = object else {
            if what.isEmpty { throw Raise.typeError("must be str, not \(object.type.name)") }
            throw Raise.typeError("\(what) must be str, not \(object.isNone ? "None" : object.type.name)")
        }
        return text
    }

    static func number(_ object: Object) throws -> Int {
        guard let number = object.wholeNumber else {
            throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
        }
        return number
    }
}

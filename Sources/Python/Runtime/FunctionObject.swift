/// The compiled body of a `def` or `lambda`.
final class FunctionCode: Sendable {
    enum Body: Sendable {
        case expression(any ExpressionNode)
        case block(Block)
    }

    let name: String
    let parameters: FunctionShape
    let slots: Int
    let body: Body

    init(name: String, parameters: FunctionShape, slots: Int, body: Body) {
        self.name = name
        self.parameters = parameters
        self.slots = slots
        self.body = body
    }
}

/// Which arguments a function takes. Slots: positional, keyword-only, `*args`, `**kwargs`.
struct FunctionShape: Sendable {
    let names: [String]
    let positional: Int
    let positionalOnly: Int
    let keywordOnly: Int
    let hasStar: Bool
    let hasDoubleStar: Bool
    /// For each of the named parameters which default value it has, if any.
    let fallbacks: [Int?]
}

/// A function of the script's.
final class FunctionObject: Reference {
    let code: FunctionCode
    private var fallbacks: [Object]
    private let frame: Frame

    init(_ code: FunctionCode, _ fallbacks: [Object], _ frame: Frame, depth: Int) {
        self.code = code
        self.fallbacks = fallbacks
        self.frame = frame
        super.init(depth: depth)
    }

    override var type: PythonType { .function }

    override func representation(_ machine: Machine, depth: Int) throws -> String { "<function \(code.name)>" }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        name == "__name__" ? .str(code.name) : nil
    }

    override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
        try machine.enter()
        defer { machine.leave() }
        try machine.charge(bytes: 64 + code.slots * 16)
        let inner = Frame.make(machine, parent: frame, slots: code.slots)
        try place(arguments, in: inner, machine)
        switch code.body {
        case .expression(let node): return try node.evaluate(inner)
        case .block(let block):
            if case .returning(let object) = try block.run(inner) { return object }
            return Object.none
        }
    }

    private func place(_ arguments: Arguments, in inner: Frame, _ machine: Machine) throws {
        let shape = code.parameters
        let named = shape.positional + shape.keywordOnly
        let given = arguments.positional
        for index in 0..<min(given.count, shape.positional) { inner[index] = given[index] }
        if given.count > shape.positional {
            guard shape.hasStar else { throw tooMany(given.count) }
            inner[named] = try machine.newTuple(Array(given[shape.positional...]))
        } else if shape.hasStar {
            inner[named] = try machine.newTuple([])
        }
        try placeKeywords(arguments, in: inner, machine)
        for index in 0..<named where inner[index] == nil {
            guard let fallback = shape.fallbacks[index] else { throw missing(inner) }
            inner[index] = fallbacks[fallback]
        }
    }

    private func placeKeywords(_ arguments: Arguments, in inner: Frame, _ machine: Machine) throws {
        let shape = code.parameters
        let named = shape.positional + shape.keywordOnly
        var rest = Table()
        for (name, value) in arguments.keywords {
            if let index = shape.names[shape.positionalOnly..<named].firstIndex(of: name) {
                guard inner[index] == nil else {
                    throw Raise.typeError("\(code.name)() got multiple values for argument '\(name)'")
                }
                inner[index] = value
            } else if shape.hasDoubleStar {
                rest.set(.str(name), value)
            } else {
                throw Raise.typeError("\(code.name)() got an unexpected keyword argument '\(name)'")
            }
        }
        if shape.hasDoubleStar { inner[named + (shape.hasStar ? 1 : 0)] = try machine.newDict(rest) }
    }

    private func tooMany(_ given: Int) -> Raise {
        let shape = code.parameters
        let verb = given == 1 ? "was" : "were"
        let optional = shape.fallbacks[..<shape.positional].count { $0 != nil }
        let takes =
            optional == 0
            ? "\(shape.positional) positional argument\(shape.positional == 1 ? "" : "s")"
            : "from \(shape.positional - optional) to \(shape.positional) positional arguments"
        return Raise.typeError("\(code.name)() takes \(takes) but \(given) \(verb) given")
    }

    private func missing(_ inner: Frame) -> Raise {
        let shape = code.parameters
        let absent = { (range: Range<Int>) in
            range.filter { inner[$0] == nil && shape.fallbacks[$0] == nil }.map { "'\(shape.names[$0])'" }
        }
        let positional = absent(0..<shape.positional)
        let (kind, names) =
            positional.isEmpty
            ? ("keyword-only", absent(shape.positional..<shape.positional + shape.keywordOnly))
            : ("positional", positional)
        let list =
            names.count < 3
            ? names.joined(separator: " and ")
            : names.dropLast().joined(separator: ", ") + ", and " + (names.last ?? "")
        return Raise.typeError(
            "\(code.name)() missing \(names.count) required \(kind) argument\(names.count == 1 ? "" : "s"): \(list)")
    }

    override var isCode: Bool { true }

    override func clear() { fallbacks = [] }
}

/// What a call passes.
struct Arguments {
    var positional: [Object]
    var keywords: [(name: String, value: Object)] = []

    init(_ positional: [Object] = []) { self.positional = positional }

    var count: Int { positional.count }

    subscript(index: Int) -> Object? { index < positional.count ? positional[index] : nil }

    func requireNoKeywords(_ function: String) throws {
        if !keywords.isEmpty { throw Raise.typeError("\(function)() takes no keyword arguments") }
    }

    /// The one argument of `function`.
    func one(_ function: String) throws -> Object {
        try requireNoKeywords(function)
        guard positional.count == 1 else {
            throw Raise.typeError("\(function)() takes exactly one argument (\(positional.count) given)")
        }
        return positional[0]
    }

    func require(_ range: ClosedRange<Int>, _ function: String) throws {
        try requireNoKeywords(function)
        if range.contains(positional.count) { return }
        if range.upperBound == 0 {
            throw Raise.typeError("\(function)() takes no arguments (\(positional.count) given)")
        }
        if range.lowerBound == range.upperBound {
            let plural = range.lowerBound == 1 ? "" : "s"
            throw Raise.typeError("\(function) expected \(range.lowerBound) argument\(plural), got \(positional.count)")
        }
        let (word, bound) =
            positional.count < range.lowerBound ? ("at least", range.lowerBound) : ("at most", range.upperBound)
        throw Raise.typeError(
            "\(function) expected \(word) \(bound) argument\(bound == 1 ? "" : "s"), got \(positional.count)")
    }

    /// Positional and keyword arguments sorted into `names`; the first `required` must be there.
    func matched(_ names: [String], required: Int = 0, _ function: String) throws -> [Object?] {
        guard positional.count <= names.count else {
            throw Raise.typeError("\(function)() takes at most \(names.count) arguments (\(positional.count) given)")
        }
        var result: [Object?] = positional + [Object?](repeating: nil, count: names.count - positional.count)
        for (name, value) in keywords {
            guard let index = names.firstIndex(of: name) else {
                throw Raise.typeError("'\(name)' is an invalid keyword argument for \(function)()")
            }
            guard result[index] == nil else {
                throw Raise.typeError("argument for \(function)() given by name ('\(name)') and position")
            }
            result[index] = value
        }
        for index in 0..<required where result[index] == nil {
            throw Raise.typeError("\(function)() missing required argument '\(names[index])' (pos \(index + 1))")
        }
        return result
    }

    /// Keyword arguments only, by name; others than `names` are refused.
    func keywords(_ names: String..., of function: String) throws -> [Object?] {
        var result = [Object?](repeating: nil, count: names.count)
        for (name, value) in keywords {
            guard let index = names.firstIndex(of: name) else {
                throw Raise.typeError("'\(name)' is an invalid keyword argument for \(function)()")
            }
            result[index] = value
        }
        return result
    }
}

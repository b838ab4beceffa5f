extension TextMethods {
    static let searches: [Method] = [
        find("find", isLast: false, raises: false), find("rfind", isLast: true, raises: false),
        find("index", isLast: false, raises: true), find("rindex", isLast: true, raises: true),
        method("count", 1...3) { text, arguments, machine in
            let place = try Window(text, arguments)
            let part = Array(try TextMethods.text(arguments.positional[0]).utf8)
            guard let window = place else { return .int(0) }
            if part.isEmpty { return .int(window.length + 1) }
            var (count, position) = (0, window.start)
            while let found = Texts.find(part, in: window.bytes, from: position) {
                count += 1
                position = found + part.count
            }
            return .int(count)
        },
        affix("startswith", atStart: true), affix("endswith", atStart: false),
        method("replace", 2...3) { text, arguments, machine in
            let old = try TextMethods.text(arguments.positional[0], "replace() argument 1")
            let new = try TextMethods.text(arguments.positional[1], "replace() argument 2")
            let limit = try arguments[2].map { try number($0) } ?? -1
            return .str(try Texts.replacing(old, in: text, with: new, limit: limit < 0 ? .max : limit, machine))
        },
        method("removeprefix", 1...1) { text, arguments, machine in
            let prefix = Array(try TextMethods.text(arguments.positional[0], "removeprefix() argument").utf8)
            return .str(text.utf8.starts(with: prefix) ? Texts.text(text.utf8.dropFirst(prefix.count)) : text)
        },
        method("removesuffix", 1...1) { text, arguments, machine in
            let suffix = try TextMethods.text(arguments.positional[0], "removesuffix() argument").utf8
            let ends = text.utf8.count >= suffix.count && text.utf8.suffix(suffix.count).elementsEqual(suffix)
            return .str(ends ? Texts.text(text.utf8.dropLast(suffix.count)) : text)
        },
    ]

    private static func find(_ name: String, isLast: Bool, raises: Bool) -> Method {
        method(name, 1...3) { text, arguments, machine in
            let window = try Window(text, arguments)
            let part = Array(try TextMethods.text(arguments.positional[0]).utf8)
            let found = window.flatMap { window in
                isLast
                    ? Texts.findLast(part, in: window.bytes, before: window.bytes.count)
                        .flatMap { $0 < window.start ? nil : $0 }
                    : Texts.find(part, in: window.bytes, from: window.start)
            }
            if let found, let window { return .int(window.index(of: found)) }
            if raises { throw Raise.valueError("substring not found") }
            return .int(-1)
        }
    }

    private static func affix(_ name: String, atStart: Bool) -> Method {
        method(name, 1...3) { text, arguments, machine in
            let window = try Window(text, arguments)
            let candidates: [Object]
            switch arguments.positional[0] {
            case .tuple(let tuple): candidates = tuple.items
            case .str(let text): candidates = [.str(text)]
            case let other:
                throw Raise.typeError("\(name) first arg must be str or a tuple of str, not \(other.type.name)")
            }
            for candidate in candidates {
                guard case .str(let part) = candidate else {
                    throw Raise.typeError("tuple for \(name) must only contain str, not \(candidate.type.name)")
                }
                guard let window else { continue }
                let bytes = window.bytes[window.start...]
                let count = part.utf8.count
                if bytes.count >= count, (atStart ? bytes.prefix(count) : bytes.suffix(count)).elementsEqual(part.utf8)
                {
                    return .bool(true)
                }
            }
            return .bool(false)
        }
    }
}

/// The part of a text between two indices, as `find(part, start, stop)` has them.
private struct Window {
    /// All bytes up to the end of the part.
    let bytes: [UInt8]
    /// The byte where it begins.
    let start: Int
    /// In code points.
    let length: Int

    /// nil if it ends before it begins.
    init?(_ text: String, _ arguments: Arguments) throws {
        guard arguments.count > 1 else {
            bytes = Array(text.utf8)
            start = 0
            length = Texts.length(text)
            return
        }
        let count = Texts.length(text)
        func bound(_ object: Object?, _ fallback: Int) throws -> Int {
            guard let object, !object.isNone else { return fallback }
            guard let number = object.wholeNumber else {
                throw Raise.typeError("slice indices must be integers or None or have an __index__ method")
            }
            return number < 0 ? max(number, -count) + count : number
        }
        let first = try bound(arguments[1], 0)
        let last = min(try bound(arguments[2], count), count)
        guard first <= last else { return nil }
        let scalars = text.unicodeScalars
        let from = scalars.index(scalars.startIndex, offsetBy: first)
        let to = scalars.index(scalars.startIndex, offsetBy: last)
        bytes = Array(text.utf8[..<to])
        start = text.utf8.distance(from: text.startIndex, to: from)
        length = last - first
    }

    /// The index in code points of a byte offset.
    func index(of offset: Int) -> Int {
        bytes[..<offset].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}

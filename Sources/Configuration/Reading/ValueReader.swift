import AMQP

/// Reads single values; what is wrong with one is reported, and it is `nil` then.
struct ValueReader {
    let report: Report

    /// Text. What YAML would take for something else must stand in quotes, so that it stays what was written.
    func text(_ node: Node?, limit: Int = 4096) -> String? {
        guard let node, let scalar = scalar(node, "text") else { return nil }
        if scalar.style == .plain, let other = PlainScalar.otherThanText(scalar.string) {
            report.problem("YAML reads this as \(other); write it in quotes: \"\(scalar.string)\"", at: node)
            return nil
        }
        if scalar.string.isEmpty {
            report.problem("must not be empty", at: node)
            return nil
        }
        if scalar.string.utf8.count > limit {
            report.problem("has \(scalar.string.utf8.count) bytes; at most \(limit) are allowed", at: node)
            return nil
        }
        if scalar.string.unicodeScalars.contains(where: { $0.value == 0 }) {
            report.problem("must not contain the character NUL", at: node)
            return nil
        }
        return scalar.string
    }

    /// The name of a queue or exchange, or a routing key: a short string of AMQP.
    func name(_ node: Node?) -> String? { text(node, limit: MessageLimits.shortText) }

    /// As `name`, and empty is allowed.
    func nameOrEmpty(_ node: Node?) -> String? {
        if case .scalar(let scalar)? = node, scalar.string.isEmpty, scalar.style != .plain { return "" }
        return name(node)
    }

    func integer(_ node: Node?, _ range: ClosedRange<Int>) -> Int? {
        guard let node, let scalar = scalar(node, "a number") else { return nil }
        let digits = scalar.string.allSatisfy { $0.isASCII && $0.isNumber }
        if digits, scalar.style == .plain, let number = Int(scalar.string), range.contains(number) { return number }
        report.problem("must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: node)
        return nil
    }

    /// A size: a whole number of bytes, or of KiB, MiB, GiB or TiB.
    func bytes(_ node: Node?) -> Int? {
        guard let node, let scalar = scalar(node, "a size") else { return nil }
        if let bytes = ByteSizeText.parse(scalar.string), bytes > 0 { return bytes }
        report.problem("must be a size such as 1048576, 512KiB, 100MiB or 1GiB", at: node)
        return nil
    }

    func bool(_ node: Node?) -> Bool? {
        guard let node, let scalar = scalar(node, "true or false") else { return nil }
        let flags: TextMap = ["true": true, "false": false]
        if scalar.style == .plain, let flag = flags[scalar.string] { return flag }
        report.problem("must be true or false, not \"\(scalar.string.prefix(100))\"", at: node)
        return nil
    }

    func duration(_ node: Node?, _ range: ClosedRange<Duration> = .zero ... .seconds(36_525 * 86_400)) -> Duration? {
        guard let node, let scalar = scalar(node, "a duration") else { return nil }
        guard let duration = DurationText.parse(scalar.string) else {
            let hint = Int(scalar.string).map { " with a unit: \($0)s" } ?? " such as 500ms, 10s, 1h30m or 7d"
            report.problem("must be a duration\(hint)", at: node)
            return nil
        }
        if range.contains(duration) { return duration }
        let bounds = "\(DurationText.text(of: range.lowerBound)) to \(DurationText.text(of: range.upperBound))"
        report.problem("must be a duration from \(bounds)", at: node)
        return nil
    }

    /// One of the words that a type allows.
    func choice<Choice: RawRepresentable & CaseIterable>(_ node: Node?, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        guard let node, let scalar = scalar(node, "one of \(words.joined(separator: ", "))") else { return nil }
        if let choice = Choice(rawValue: scalar.string) { return choice }
        let hint = NearestName.hint(for: scalar.string, among: words, between: "\"")
        report.problem(
            "must be one of \(words.joined(separator: ", ")), not \"\(scalar.string.prefix(100))\"\(hint)", at: node)
        return nil
    }

    func list(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        if case .sequence(let items) = node { return Array(items) }
        report.problem("must be a list, not \(node.kindName)", at: node)
        return []
    }

    /// A list, or one value that stands for a list of one.
    func oneOrMore(_ node: Node?) -> [Node] {
        if case .scalar? = node { return node.map { [$0] } ?? [] }
        return list(node)
    }

    func scalar(_ node: Node, _ expected: String) -> Node.Scalar? {
        guard case .scalar(let scalar) = node else {
            report.problem("must be \(expected), not \(node.kindName)", at: node)
            return nil
        }
        if !scalar.hasPlainTag {
            report.problem("the tag \(scalar.tag) is not known here", at: node)
            return nil
        }
        return scalar
    }
}

extension Node.Scalar {
    /// No tag, or one that says what the value is anyway.
    fileprivate var hasPlainTag: Bool { tag.isEmpty || tag == "!" || tag.hasPrefix("tag:yaml.org,2002:") }
}

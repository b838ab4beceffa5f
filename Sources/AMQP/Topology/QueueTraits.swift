package import Values

/// What a queue that exists is like, as far as the broker says it. A policy it does not tell.
package struct QueueTraits: Sendable, Hashable {
    package var isDurable = true
    package var isAutoDelete = false
    package var arguments: TextTable<Value>
    /// Where it differs from what was declared first, in words.
    package private(set) var differences: [String] = []
    private var learned: TextSet = []

    package init(_ declaration: QueueDeclaration) { arguments = declaration.arguments }

    /// Takes over what the broker says is different: `inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received
    /// none but current is the value '100' of type 'signedint'`. False where that cannot be read, or was said before.
    package mutating func learn(_ text: String) -> Bool {
        guard let name = text.between("inequivalent arg '", "'"), learned.insert(name).inserted,
            let current = text.suffix(after: " but current is ")
        else { return false }
        switch name {
        case "durable":
            isDurable = current.contains("true")
            differences.append(isDurable ? "it is durable" : "it is not durable")
        case "auto_delete":
            isAutoDelete = current.contains("true")
            differences.append(isAutoDelete ? "it is auto-delete" : "it is not auto-delete")
        default:
            if current.hasPrefix("none") {
                arguments[name] = nil
                differences.append(name == "x-queue-type" ? "\(name) is classic" : "it has no \(name)")
            } else {
                // The value may hold any character; its type comes last.
                guard let value = current.between("'", "' of type '", fromBehind: true) ?? current.between("'", "'")
                else {
                    return false
                }
                // `long` is a number, `longstr` a text.
                if ["int", "short", "long'", "byte"].contains(where: current.hasType), let number = Int(value) {
                    arguments[name] = .int(number)
                } else if current.hasType("bool") {
                    arguments[name] = .bool(value == "true")
                } else {
                    arguments[name] = .string(value)
                }
                differences.append("\(name) is \(value)")
            }
        }
        return true
    }

    /// Without an argument it is a classic one.
    package var type: String { arguments["x-queue-type"]?.text ?? "classic" }

    func number(_ name: String) -> Int? { if case .int(let number) = arguments[name] { number } else { nil } }

    package func text(_ name: String) -> String? { arguments[name]?.text }
}

extension Value {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}

extension String {
    fileprivate func suffix(after mark: String) -> String? {
        ranges(of: mark).last.map { String(self[$0.upperBound...]) }
    }

    /// What stands between two marks; the second one is looked for from the end, if asked.
    fileprivate func between(_ opening: String, _ closing: String, fromBehind: Bool = false) -> String? {
        guard let start = firstRange(of: opening)?.upperBound else { return nil }
        let rest = self[start...]
        let found = fromBehind ? rest.ranges(of: closing).last : rest.firstRange(of: closing)
        return found.map { String(rest[..<$0.lowerBound]) }
    }

    fileprivate func hasType(_ type: String) -> Bool { suffix(after: "' of type '")?.contains(type) == true }
}

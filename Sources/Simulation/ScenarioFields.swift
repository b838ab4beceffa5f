import Messages
import Models
import Values

/// The fields of an object in a scenario: known ones only, each of its type.
struct ScenarioFields {
    private let entries: Value
    private let path: String

    init(_ value: Value, at path: String, known: [String]) throws(ScenarioProblem) {
        self.entries = try Self.object(value, at: path)
        self.path = path
        try allowOnly(known)
    }

    func allowOnly(_ known: [String]) throws(ScenarioProblem) {
        for (name, _) in entries.asDict ?? [:] where !known.contains(name) {
            let hint = NearestName.hint(for: name, among: known)
            throw problem(name, "is not known here\(hint)")
        }
    }

    func problem(_ name: String, _ message: String) -> ScenarioProblem {
        ScenarioProblem(path: path.isEmpty ? name : "\(path).\(name)", message: message)
    }

    typealias Reading<Result> = (Value, String) throws(ScenarioProblem) -> Result

    func required<Result>(_ name: String, _ read: Reading<Result>) throws(ScenarioProblem) -> Result {
        guard let result = try optional(name, read) else { throw problem(name, "is missing") }
        return result
    }

    func optional<Result>(_ name: String, _ read: Reading<Result>) throws(ScenarioProblem) -> Result? {
        guard let value = entries[name] else { return nil }
        return try read(value, problem(name, "").path)
    }

    func texts(_ name: String) throws(ScenarioProblem) -> [String] { try required(name, Self.texts) }

    static func text(_ value: Value, at path: String) throws(ScenarioProblem) -> String {
        guard case .string(let text) = value else { throw mismatch(value, "a text", at: path) }
        return text
    }

    static func flag(_ value: Value, at path: String) throws(ScenarioProblem) -> Bool {
        guard case .bool(let flag) = value else { throw mismatch(value, "true or false", at: path) }
        return flag
    }

    static func list(_ value: Value, at path: String) throws(ScenarioProblem) -> [Value] {
        guard case .list(let items) = value else { throw mismatch(value, "a list", at: path) }
        return items
    }

    static func object(_ value: Value, at path: String) throws(ScenarioProblem) -> Value {
        guard case .dict = value else { throw mismatch(value, "an object", at: path) }
        return value
    }

    static func texts(_ value: Value, at path: String) throws(ScenarioProblem) -> [String] {
        var texts: [String] = []
        for (number, item) in try list(value, at: path).enumerated() {
            texts.append(try text(item, at: "\(path)[\(number)]"))
        }
        return texts
    }

    static func seconds(_ value: Value, at path: String) throws(ScenarioProblem) -> Duration {
        switch value {
        case .int(let number) where number >= 0: return .seconds(number)
        // A century is far enough, and finite.
        case .double(let number) where number >= 0 && number < 3e9: return .seconds(number)
        default: throw mismatch(value, "a number of seconds, 0 or more", at: path)
        }
    }

    private static func mismatch(_ value: Value, _ wanted: String, at path: String) -> ScenarioProblem {
        let found = value.asDict == nil ? JSON.text(of: value) : "an object"
        return ScenarioProblem(path: path, message: "is \(found), and should be \(wanted)")
    }
}

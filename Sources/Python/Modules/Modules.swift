/// The modules that can be imported.
enum Modules {
    static let names = ["datetime", "json", "math", "random", "time", "uuid"]

    /// Names there are without an import, as SpiffArena has them.
    static let preloaded: TextMap<Builtin> = [
        "datetime": .module("datetime"), "json": .module("json"), "math": .module("math"),
        "random": .module("random"), "time": .module("time"), "uuid": .module("uuid"),
        "timedelta": .type(.timeDelta),
    ]

    static func offers(_ name: String, in module: String) -> Bool { members(of: module)[name] != nil }

    /// A module's attribute, or the module itself for nil.
    static func object(named name: String?, in module: String) -> Object? {
        guard let name else { return .other(ModuleObject(module)) }
        return members(of: module)[name]?.object
    }

    static func members(of module: String) -> TextMap<Member> {
        switch module {
        case "datetime": DateModule.members
        case "json": JSONModule.members
        case "math": MathModule.members
        case "random": RandomModule.members
        case "time": TimeModule.members
        case "uuid": UUIDModule.members
        default: [:]
        }
    }

    /// What a module holds.
    enum Member: Sendable {
        case function(BuiltinFunction)
        case type(PythonType)
        case float(Double)
        case int(Int)
        case utc

        var object: Object {
            switch self {
            case .function(let function): .builtin(function)
            case .type(let type): .type(type)
            case .float(let number): .float(number)
            case .int(let number): .int(number)
            case .utc: .other(TimeZoneObject.utc())
            }
        }
    }

    static func table(_ functions: [BuiltinFunction], _ others: TextMap<Member> = [:]) -> TextMap<Member> {
        others.merging(functions.map { ($0.name, .function($0)) })
    }
}

/// An imported module. `datetime` also stands in for the class of that name, as some environments have it.
final class ModuleObject: Reference {
    let name: String

    init(_ name: String) {
        self.name = name
        super.init()
    }

    override var type: PythonType { .module }

    override var isCode: Bool { true }

    override func representation(_ machine: Machine, depth: Int) throws -> String { "<module '\(name)'>" }

    /// The class that a module of the same name also is.
    var asType: PythonType? { name == "datetime" ? .dateTime : nil }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        if let member = Modules.members(of: self.name)[name] { return member.object }
        if let type = asType, let value = try machine.typeAttribute(name, of: type, MethodSet(name)) { return value }
        throw Raise(.attributeError, "module '\(self.name)' has no attribute '\(name)'")
    }

    override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
        guard let type = asType else { return nil }
        return try machine.call(.type(type), arguments)
    }

    override func equalsAsKey(_ other: Reference) -> Bool { (other as? ModuleObject)?.name == name }

    override func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

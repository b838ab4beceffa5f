/// Every function there is, found by going through the tables that evaluation itself looks into: builtins, their modules
/// and classes, and the methods of all types.
enum Catalogue {
    /// A function with the words that lead to it: `len`, `random.shuffle`, `datetime.datetime.now`, `list.append`.
    struct Entry: Sendable {
        let path: String
        let name: String
        let effects: Effects
        let kind: Kind
    }

    enum Kind: Sendable {
        case function(BuiltinFunction)
        /// Of a type, which is the receiver's.
        case method(Method, PythonType)
        /// A class that can be called. What it makes is new, so it has no effects.
        case type(PythonType)
    }

    static let all: [Entry] = Builtins.all.flatMap { functions(at: $0.key, $0.value) } + methods

    /// Names of attributes through which an object can be changed, or any attribute reached.
    static let changing = TextSet(
        all.filter { $0.effects.hasAny(of: .needIdentity) }.filter { $0.path.contains(".") }.map(\.name))

    /// Names without an import that lead to what asks for the time or for chance.
    static let unsteady = TextSet(
        Builtins.all.filter { name, builtin in
            functions(at: name, builtin).contains { $0.effects.hasAny(of: .unsteady) }
        }.map(\.key))

    private static let methods: [Entry] = Methods.tables.flatMap { type, methods in
        methods.values.map {
            Entry(path: "\(type.name).\($0.name)", name: $0.name, effects: $0.effects, kind: .method($0, type))
        }
    }

    /// What the name of a builtin leads to: itself, and what its module and their classes hold.
    private static func functions(at path: String, _ builtin: Builtin) -> [Entry] {
        switch builtin {
        case .function(let function): [entry(path, function)]
        case .type(let type): functions(at: path, type)
        case .module(let name):
            Modules.members(of: name).flatMap { name, member -> [Entry] in
                switch member {
                case .function(let function): [entry("\(path).\(name)", function)]
                case .type(let type): functions(at: "\(path).\(name)", type)
                case .float, .int, .utc: []
                }
            }
        }
    }

    private static func functions(at path: String, _ type: PythonType) -> [Entry] {
        let own = (ClassFunctions.functions(of: type) ?? [:]).values.map { entry("\(path).\($0.name)", $0) }
        guard type.make != nil || type.isException else { return own }
        return [Entry(path: path, name: type.shortName, effects: [], kind: .type(type))] + own
    }

    private static func entry(_ path: String, _ function: BuiltinFunction) -> Entry {
        Entry(path: path, name: function.name, effects: function.effects, kind: .function(function))
    }
}

/// The modules that can be imported.
enum Modules {
    static let names: [String] = []

    /// Names there are without an import.
    static let preloaded: [String: Builtin] = [:]

    static func offers(_ name: String, in module: String) -> Bool { false }

    /// A module's attribute, or the module itself for nil.
    static func object(named name: String?, in module: String) -> Object? { nil }
}

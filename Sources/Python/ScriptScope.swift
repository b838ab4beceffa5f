package import Values

/// Where a name gets its value. `nil` means NameError, unless it is a builtin.
package protocol ScriptScope {
    func value(of name: String) -> Value?

    /// Why a variable that is there has no value: whoever reads it gets a ValueError. Asked only where there is none.
    func whyUnreadable(_ name: String) -> String?

    /// Which entries of the dictionary of that name are there and have no value, and why: whoever reads one gets a
    /// ValueError, nobody else.
    func unreadableEntries(of name: String) -> TextMap<String>
}

extension ScriptScope {
    package func whyUnreadable(_ name: String) -> String? { nil }
    package func unreadableEntries(of name: String) -> TextMap<String> { [:] }
}

extension TextTable<Value>: ScriptScope {
    package func value(of name: String) -> Value? { self[name] }
}

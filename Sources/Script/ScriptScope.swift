package import Events
package import OrderedCollections

/// Where a name gets its value. `nil` means NameError, unless it is a builtin.
package protocol ScriptScope {
    func value(of name: String) -> Value?
}

extension OrderedDictionary: ScriptScope where Key == String, Value == Events.Value {
    package func value(of name: String) -> Events.Value? { self[name] }
}

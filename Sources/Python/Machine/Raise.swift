import Values

/// A Python exception on its way, raised by the machinery: its class, its message.
struct Raise: Error {
    let type: PythonType
    let message: String
    /// What `args[0]` is, where it is not the message (a KeyError's key).
    var argument: Value?

    init(_ type: PythonType, _ message: String, argument: Value? = nil) {
        self.type = type
        self.message = message
        self.argument = argument
    }

    static func typeError(_ message: String) -> Raise { Raise(.typeError, message) }

    static func valueError(_ message: String) -> Raise { Raise(.valueError, message) }

    static func indexError(_ message: String) -> Raise { Raise(.indexError, message) }

    static func overflow(_ message: String = "integer outside 64 bits") -> Raise { Raise(.overflowError, message) }

    static func zeroDivision(_ message: String) -> Raise { Raise(.zeroDivisionError, message) }

    static func notSubscriptable(_ object: Object) -> Raise {
        if case .type(let type) = object { return typeError("type '\(type.name)' is not subscriptable") }
        return typeError("'\(object.type.name)' object is not subscriptable")
    }

    static func attribute(_ name: String, of object: Object) -> Raise {
        if case .type(let type) = object {
            return Raise(.attributeError, "type object '\(type.name)' has no attribute '\(name)'")
        }
        return Raise(.attributeError, "'\(object.type.name)' object has no attribute '\(name)'")
    }
}

/// A budget that was used up. No `except` catches it.
struct Exhausted: Error {
    let message: String
}

/// An exception object of the script's on its way; the object is in `Machine.pending`.
struct PendingException: Error {}

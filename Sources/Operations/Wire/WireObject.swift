package import Values

/// What has a JSON form. It is written here and nowhere else: each field once, for writing and for reading. The names are
/// spelled out, so that a property in Swift may be renamed and no program that reads the JSON breaks.
package protocol WireObject: Sendable, Hashable {
    /// In the order in which they are written.
    static var fields: [WireField<Self>] { get }

    /// With nothing in it yet.
    init()
}

extension WireObject {
    package var value: Value {
        var entries: TextTable<Value> = [:]
        Self.write(self, to: &entries)
        return .dict(entries)
    }

    package init(_ value: Value) throws(ControlProblem) {
        guard let entries = value.asDict else {
            throw ControlProblem("an object was expected, and \(value.kindWithArticle) came")
        }
        try self.init(entries)
    }

    init(_ entries: TextTable<Value>) throws(ControlProblem) {
        self.init()
        for field in Self.fields { try field.read(&self, entries) }
    }

    static func write(_ object: Self, to entries: inout TextTable<Value>) {
        for field in fields { field.write(object, &entries) }
    }
}

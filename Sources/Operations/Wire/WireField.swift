package import Values

/// One field of an object's JSON: its name, and the property that it stands for.
package struct WireField<Object>: Sendable {
    let write: @Sendable (Object, inout TextTable<Value>) -> Void
    let read: @Sendable (inout Object, TextTable<Value>) throws(ControlProblem) -> Void

    package init(
        write: @escaping @Sendable (Object, inout TextTable<Value>) -> Void,
        read: @escaping @Sendable (inout Object, TextTable<Value>) throws(ControlProblem) -> Void
    ) {
        self.write = write
        self.read = read
    }

    /// A field that is always there.
    package static func always<Content>(
        _ name: String, _ path: any WritableKeyPath<Object, Content> & Sendable, _ form: WireForm<Content>
    ) -> Self {
        WireField(
            write: { object, entries in entries[name] = form.write(object[keyPath: path]) },
            read: { object, entries throws(ControlProblem) in
                guard let content = entries[name].flatMap({ form.read($0) }) else {
                    throw ControlProblem("the field \"\(name)\" is missing, or not what it should be")
                }
                object[keyPath: path] = content
            })
    }

    /// A field that is left out where there is nothing to say, and where that is JSON's null.
    package static func maybe<Content>(
        _ name: String, _ path: any WritableKeyPath<Object, Content?> & Sendable, _ form: WireForm<Content>
    ) -> Self {
        WireField(
            write: { object, entries in
                guard let value = object[keyPath: path].map(form.write), value != .null else { return }
                entries[name] = value
            },
            read: { object, entries throws(ControlProblem) in
                guard let value = entries[name], value != .null else { return }
                guard let content = form.read(value) else {
                    throw ControlProblem("the field \"\(name)\" is not what it should be")
                }
                object[keyPath: path] = content
            })
    }

    /// The fields of a part, as if they were the object's own.
    package static func all<Part: WireObject>(of path: any WritableKeyPath<Object, Part> & Sendable) -> Self {
        WireField(
            write: { object, entries in Part.write(object[keyPath: path], to: &entries) },
            read: { object, entries throws(ControlProblem) in object[keyPath: path] = try Part(entries) })
    }
}

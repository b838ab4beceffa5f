import Core
import Messages
import Values

/// How one kind of value stands in JSON.
package struct WireForm<Content: Sendable>: Sendable {
    let write: @Sendable (Content) -> Value
    /// Nil where it is no such thing.
    let read: @Sendable (Value) -> Content?

    init(write: @escaping @Sendable (Content) -> Value, read: @escaping @Sendable (Value) -> Content?) {
        self.write = write
        self.read = read
    }
}

extension WireForm where Content == String {
    package static var text: Self { WireForm(write: { .string($0) }, read: { $0.asString }) }
}

extension WireForm where Content == Int {
    package static var number: Self {
        WireForm(write: { .int($0) }, read: { if case .int(let number) = $0 { number } else { nil } })
    }
}

extension WireForm where Content == Bool {
    package static var flag: Self {
        WireForm(write: { .bool($0) }, read: { if case .bool(let flag) = $0 { flag } else { nil } })
    }
}

extension WireForm where Content == Timestamp {
    /// To the millisecond.
    package static var moment: Self {
        WireForm(write: { .string($0.isoText) }, read: { $0.asString.flatMap { Timestamp(iso: $0) } })
    }
}

extension WireForm where Content == Value {
    /// Whatever it is: a payload, a body, an instance's data.
    package static var any: Self { WireForm(write: { $0 }, read: { $0 }) }
}

extension WireForm where Content == TextTable<Value> {
    package static var table: Self { WireForm(write: { .dict($0) }, read: { $0.asDict }) }
}

extension WireForm where Content == Unmatched.Then {
    static var policy: Self {
        WireForm(write: { .string($0.rawValue) }, read: { $0.asString.flatMap { Content(rawValue: $0) } })
    }
}

extension WireForm where Content == EventKind {
    static var eventKind: Self {
        WireForm(write: { .string($0.rawValue) }, read: { $0.asString.flatMap { Content(rawValue: $0) } })
    }
}

extension WireForm where Content: NamedByWord {
    package static var word: Self {
        WireForm(write: { .string($0.word) }, read: { $0.asString.flatMap { Content(word: $0) } })
    }
}

extension WireForm where Content: WireObject {
    package static var object: Self { WireForm(write: { $0.value }, read: { try? Content($0) }) }
}

extension WireForm {
    /// Any number of them.
    package static func list<Item>(_ form: WireForm<Item>) -> Self where Content == [Item] {
        WireForm(
            write: { .list($0.map(form.write)) },
            read: { value in
                guard let values = value.asList else { return nil }
                let items = values.compactMap(form.read)
                return items.count == values.count ? items : nil
            })
    }
}

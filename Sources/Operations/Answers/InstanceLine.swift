import Core
package import Messages
package import Values

/// One line of the list of instances. Of an instance that is not looked at, only what its row says.
package struct InstanceLine: WireObject {
    package var id = ""
    package var process = ""
    package var status = InstanceStatus.running
    package var started: Timestamp?
    package var ended: Timestamp?
    /// When it next needs the clock.
    package var wakes: Timestamp?
    /// How many publications it has made.
    package var emitted: Int?
    /// Nil for what has ended.
    package var waits: Waits?
    /// Why it is parked, was discarded, or is not looked at.
    package var reason: String?

    package init() {}

    package init(id: String, process: String, status: InstanceStatus) {
        self.id = id
        self.process = process
        self.status = status
    }

    package static let fields: [WireField<Self>] = [
        .always("instance", \.id, .text), .always("process", \.process, .text), .always("status", \.status, .word),
        .maybe("started", \.started, .moment), .maybe("ended", \.ended, .moment), .maybe("wakes", \.wakes, .moment),
        .maybe("emitted", \.emitted, .number), .maybe("waits", \.waits, .waits), .maybe("reason", \.reason, .text),
    ]
}

/// What an instance waits for.
package enum Waits: Sendable, Hashable {
    case list([Wait])
    case unreadable

    fileprivate static let unreadableText = "cannot be read"
}

/// An event that an instance waits for.
package struct Wait: WireObject {
    package var event = EventKind.message
    /// Nil for every name.
    package var name: String?
    package var correlation: String?
    /// The element that waits.
    package var element = ""

    package init() {}

    package init(_ event: EventKind, name: String?, correlation: String?, element: String) {
        self.event = event
        self.name = name
        self.correlation = correlation
        self.element = element
    }

    package static let fields: [WireField<Self>] = [
        .always("event", \.event, .eventKind), .maybe("name", \.name, .text),
        .maybe("correlation", \.correlation, .text), .always("element", \.element, .text),
    ]
}

extension WireForm where Content == Waits {
    fileprivate static var waits: Self {
        let list = WireForm<[Wait]>.list(.object)
        return WireForm(
            write: { waits in
                switch waits {
                case .list(let waits): list.write(waits)
                case .unreadable: .string(Waits.unreadableText)
                }
            },
            read: { value in
                if value == .string(Waits.unreadableText) { return .unreadable }
                return list.read(value).map { .list($0) }
            })
    }
}

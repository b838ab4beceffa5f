import Core
package import Values

/// One of the things that an answer is made of.
package enum ControlItem: Sendable, Hashable {
    case instance(InstanceLine)
    case unreadableInstance(UnreadableInstance)
    case instanceDetails(InstanceDetails)
    case parked(ParkedLine)
    case parkedDetails(ParkedDetails)
    case givenUp(GivenUpDetails)
    case held(HeldLine)
    case heldDetails(HeldDetails)
    case decision(DecisionAnswer)
    case copied(CopiedAnswer)
    /// What has no JSON (a script's infinity), as text.
    case unwritable(UnwritableItem)
}

/// An item that has no JSON: its text.
package struct UnwritableItem: WireObject {
    package var text = ""

    package init() {}

    package init(_ text: String) { self.text = text }

    static let name = "text"

    package static let fields: [WireField<Self>] = [.always(name, \.text, .text)]
}

extension ControlItem {
    private var object: any WireObject {
        switch self {
        case .instance(let object): object
        case .unreadableInstance(let object): object
        case .instanceDetails(let object): object
        case .parked(let object): object
        case .parkedDetails(let object): object
        case .givenUp(let object): object
        case .held(let object): object
        case .heldDetails(let object): object
        case .decision(let object): object
        case .copied(let object): object
        case .unwritable(let object): object
        }
    }

    /// As it goes over the wire, and as a command prints it.
    package var value: Value { object.value }

    /// Reads an item of the answer to this request.
    package init(_ value: Value, to request: ControlRequest) throws(ControlProblem) {
        if let entries = value.asDict, entries.count == 1, entries[UnwritableItem.name] != nil {
            self = .unwritable(try UnwritableItem(value))
            return
        }
        switch request {
        case .instances:
            self =
                value[UnreadableInstance.rowName] == nil
                ? .instance(try InstanceLine(value)) : .unreadableInstance(try UnreadableInstance(value))
        case .instance: self = .instanceDetails(try InstanceDetails(value))
        case .parked: self = .parked(try ParkedLine(value))
        case .parkedThing:
            self =
                value[GivenUpDetails.discardedName] == nil
                ? .parkedDetails(try ParkedDetails(value)) : .givenUp(try GivenUpDetails(value))
        case .held: self = .held(try HeldLine(value))
        case .heldThing: self = .heldDetails(try HeldDetails(value))
        case .discardHeld, .retry, .discard: self = .decision(try DecisionAnswer(value))
        case .backup: self = .copied(try CopiedAnswer(value))
        }
    }
}

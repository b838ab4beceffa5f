import StorePort

extension WorkUnit {
    /// What was being done, to go after "while".
    static func words(_ kind: UnitKind) -> String {
        switch kind {
        case .delivery: "this message was applied"
        case .step: "this event, which followed from another, was given to its receiver"
        case .timer: "this instance was told the time"
        case .receiver, .share: "this receiver was given the event"
        case .broadcast: "this event was read"
        case .held: "this held event was given to its receiver"
        case .expiry: "this event was given up, for its time was up"
        case .cleaning: "what is old was cleaned up"
        case .outbox: "this publication was read from the outbox"
        case .retry: "this was retried"
        case .discard: "this was discarded"
        case .parkedShown, .heldShown: "this was shown"
        case .instanceShown: "this instance was shown"
        case .decoding: "this message's properties were decoded"
        case .publishing: "this publication was written to the broker"
        case .installation: "this version of the process was installed"
        }
    }
}

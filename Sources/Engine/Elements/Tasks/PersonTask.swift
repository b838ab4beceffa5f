/// A user, manual or plain task: it stops until it is completed from outside.
struct PersonTask: ElementBehaviour {
    var isManual: Bool { true }
}

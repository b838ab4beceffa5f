import EnginePort

/// A user, manual or plain task: it stops until it is completed from outside, and tells the outside so.
struct PersonTask: ElementBehaviour {
    let outsideName: String?
    var isManual: Bool { true }

    init(id: String) { outsideName = id }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        try instance.giveOut(token, with: .dict(instance.tokens[token].data))
        return .ready
    }
}

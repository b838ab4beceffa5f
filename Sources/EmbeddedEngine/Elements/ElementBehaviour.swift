import EnginePort
import Models

/// What an element does with a token. One type an element kind, stateless: all state is in the instance.
protocol ElementBehaviour: Sendable {
    /// A person completes it, not the engine.
    var isManual: Bool { get }
    /// What it waits for.
    var trigger: Trigger { get }
    /// What it throws.
    var throwDefinition: ThrowDefinition { get }
    /// What the outside knows it by, where it is done there.
    var outsideName: String? { get }
    /// A program does it outside, not a person.
    var isService: Bool { get }

    /// The scope that runs in it.
    var innerScope: ScopeIndex? { get }
    /// Tokens wait here for others.
    var isJoin: Bool { get }
    /// What it waits for can come true by what happens elsewhere in its scope.
    var watches: Bool { get }
    /// A repeating timer sends out a token each time it rings, and goes on waiting.
    var repeatsWhileWaiting: Bool { get }

    /// A token has arrived with its data: the state it takes.
    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState

    /// The token is ready: does what the element does.
    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure)

    /// The scope it started has ended with this result.
    func take(_ result: TaskData, back to: TokenIndex, in instance: inout Instance) throws(EngineFailure)

    /// Something has changed in the scope: whether the waiting token is ready now.
    func recheck(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool

    /// The element is done: where the token goes.
    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice
}

/// Where a token goes from a completed element.
enum Choice: Sendable, Equatable {
    /// Along every outgoing flow; to the end of its scope where there is none.
    case all
    /// Along one, by its position among the outgoing flows.
    case one(Int)
    /// Along several.
    case some([Int])
    /// Nowhere: nothing of it is left.
    case vanish
    /// On at another element, without a flow.
    case jump(ElementIndex)
    /// To the end of its scope, taking every other token of the scope with it.
    case terminate
}

extension ElementBehaviour {
    var isManual: Bool { false }
    var trigger: Trigger { .none }
    var throwDefinition: ThrowDefinition { .none }
    var outsideName: String? { nil }
    var isService: Bool { false }
    var innerScope: ScopeIndex? { nil }
    var isJoin: Bool { false }
    var watches: Bool { false }
    var repeatsWhileWaiting: Bool { true }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState { .ready }

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {}

    func take(_ result: TaskData, back to: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        instance.tokens[to].data = result
    }

    func recheck(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool { false }

    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice {
        let node = instance.node(of: token)
        return node.hasConditions ? try instance.chooseByCondition(token, node) : .all
    }
}

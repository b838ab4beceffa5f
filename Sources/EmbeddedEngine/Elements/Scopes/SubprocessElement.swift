import EnginePort
import Models

/// An embedded subprocess or transaction: a scope of its own, with all of the data, which gives all of it back.
struct SubprocessElement: ElementBehaviour {
    let inner: ScopeIndex

    var innerScope: ScopeIndex? { inner }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        try instance.beginScope(inner, of: token, with: instance.tokens[token].data)
        return .started
    }
}

import EnginePort
import Models
import Values

/// A call activity: runs another process inside this instance. A process with an io specification gets and gives
/// back only what that names.
struct CallActivity: ElementBehaviour {
    let called: ScopeIndex

    var innerScope: ScopeIndex? { called }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        var data = instance.tokens[token].data
        let scope = instance.plan.definition.scopes[called]
        if let names = scope.inputs, !names.isEmpty {
            data = try data.only(names) { name in
                instance.failure(at: token, "the called process `\(scope.id)` needs `\(name)`, which is not there")
            }
        }
        try instance.beginScope(called, of: token, with: data)
        return .started
    }

    func take(
        _ result: TaskData, back to: TokenIndex, in instance: inout Instance
    ) throws(EngineFailure) {
        let scope = instance.plan.definition.scopes[called]
        guard let names = scope.outputs, !names.isEmpty else {
            instance.tokens[to].data = result
            return
        }
        let given = try result.only(names) { name in
            instance.failure(at: to, "the called process `\(scope.id)` ended without its output `\(name)`")
        }
        for (name, value) in given { instance.tokens[to].data[name] = value }
    }
}

extension TaskData {
    /// The variables of these names.
    /// - Throws: the failure for one that is missing.
    func only(_ names: [String], orFail failure: (String) -> EngineFailure) throws(EngineFailure) -> TaskData {
        var chosen: TaskData = [:]
        for name in names {
            guard let value = self[name] else { throw failure(name) }
            chosen[name] = value
        }
        return chosen
    }
}

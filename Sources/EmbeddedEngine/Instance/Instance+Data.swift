import EnginePort
import Messages
import Models
import Python
import Values

extension Instance {
    /// What comes before an element or loop: data objects, the io specification, the pre-script.
    mutating func prepare(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        try takeInputs(at: token, node)
        if let script = node.preScript, runsScripts(token, node) { try run(script, on: token) }
    }

    /// What it waits for has changed, or has come: the data objects are as they are now.
    mutating func refreshInputs(at token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        if !node.dataInputs.isEmpty { try takeInputs(at: token, node) }
    }

    private mutating func takeInputs(at token: TokenIndex, _ node: Node) throws(EngineFailure) {
        guard node.hasData, !isLoopInstance(token) else { return }
        for object in node.dataInputs { tokens[token].data[object] = try readObject(object, for: token) }
        if let names = node.inputs {
            tokens[token].data = try tokens[token].data.only(names) { name in
                failure(at: token, "its data input `\(name)` is not there")
            }
        }
    }

    /// What comes after it, in the opposite order.
    mutating func conclude(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        if let script = node.postScript, runsScripts(token, node) { try run(script, on: token) }
        guard node.hasData, !isLoopInstance(token) else { return }
        if let names = node.outputs {
            tokens[token].data = try tokens[token].data.only(names) { name in
                failure(at: token, "its data output `\(name)` is not there")
            }
        }
        for object in node.dataOutputs { try writeObject(object, of: token) }
        for object in node.dataInputs { tokens[token].data[object] = nil }
    }

    private func isLoopInstance(_ token: TokenIndex) -> Bool {
        tokens[token].role == .element && node(of: token).loop != nil
    }

    private func runsScripts(_ token: TokenIndex, _ node: Node) -> Bool {
        node.loop == nil || (tokens[token].role == .element) == node.hasScriptsOnInstances
    }

    private mutating func readObject(_ name: String, for token: TokenIndex) throws(EngineFailure) -> Value {
        guard let scope = scopeHolding(name, from: scope(of: token)), let value = scopes[scope].objects[name] else {
            throw failure(at: token, "the data object `\(name)` has no value yet")
        }
        return value
    }

    private mutating func writeObject(_ name: String, of token: TokenIndex) throws(EngineFailure) {
        guard let value = tokens[token].data.removeValue(forKey: name) else {
            throw failure(at: token, "there is no `\(name)` to write into the data object")
        }
        guard let scope = scopeHolding(name, from: scope(of: token)) else {
            throw failure(at: token, "no process around it has the data object `\(name)`")
        }
        scopes[scope].objects[name] = value
    }

    /// The innermost running scope that declares the data object.
    private func scopeHolding(_ name: String, from scope: RunningScopeIndex) -> RunningScopeIndex? {
        var inner = scope
        while true {
            if plan.definition.scopes[scopes[inner].scope].dataObjects.contains(name) { return inner }
            guard scopes[inner].owner >= 0 else { return nil }
            inner = self.scope(of: scopes[inner].owner)
        }
    }
}

/// `locals()`, `globals()`, `vars()` and `dir()`: asked for a name that is written out, which becomes a slot.
extension Resolver {
    /// `'name' in locals()`
    mutating func namespaceTest(
        _ first: ExpressionSyntax, _ rest: [(operation: ComparisonOperator, operand: ExpressionSyntax)]
    ) throws(ScriptSyntaxError) -> (any ExpressionNode)? {
        guard case .constant(.string(let name)) = first.kind, rest.count == 1,
            rest[0].operation == .in || rest[0].operation == .notIn, try isNamespace(rest[0].operand)
        else { return nil }
        return BoundNode(slot: globalSlot(of: name), isNegated: rest[0].operation == .notIn)
    }

    /// `locals().get('name', default)`
    mutating func namespaceGet(
        _ receiver: ExpressionSyntax, _ method: String, _ arguments: [ArgumentSyntax]
    ) throws(ScriptSyntaxError) -> (any ExpressionNode)? {
        guard method == "get", (1...2).contains(arguments.count), case .positional(let key) = arguments[0],
            case .constant(.string(let name)) = key.kind, try isNamespaceTable(receiver)
        else { return nil }
        guard arguments.count == 2 else { return BoundValueNode(slot: globalSlot(of: name), otherwise: .none) }
        guard case .positional(let otherwise) = arguments[1] else { return nil }
        return BoundValueNode(slot: globalSlot(of: name), otherwise: try expression(otherwise))
    }

    /// The slot of `locals()['name']`, to read, to assign or to delete.
    mutating func namespaceSlot(
        _ value: ExpressionSyntax, _ index: ExpressionSyntax
    ) throws(ScriptSyntaxError) -> Int? {
        guard case .constant(.string(let name)) = index.kind, try isNamespaceTable(value) else { return nil }
        return globalSlot(of: name)
    }

    /// Refuses every other use.
    func refuseNamespace(_ function: ExpressionSyntax, _ arguments: [ArgumentSyntax]) throws(ScriptSyntaxError) {
        guard let name = namespaceName(function, arguments) else { return }
        let forms = name == "dir" ? "" : ", `\(name)().get('name')` and `\(name)()['name']`"
        throw function.position.error("`\(name)()` is only supported as `'name' in \(name)()`\(forms)")
    }

    private func isNamespaceTable(_ syntax: ExpressionSyntax) throws(ScriptSyntaxError) -> Bool {
        guard case .call(let function, let arguments) = syntax.kind,
            namespaceName(function, arguments) != "dir"
        else { return false }
        return try isNamespace(syntax)
    }

    private func isNamespace(_ syntax: ExpressionSyntax) throws(ScriptSyntaxError) -> Bool {
        guard case .call(let function, let arguments) = syntax.kind,
            let name = namespaceName(function, arguments)
        else { return false }
        // What is local to a comprehension differs from one Python to the next.
        guard name == "globals" || scope.kind == .module else {
            throw syntax.position.error("`\(name)()` is not supported inside a function or comprehension")
        }
        return true
    }

    /// Which of the four is called, unless the script has its own of that name.
    private func namespaceName(_ function: ExpressionSyntax, _ arguments: [ArgumentSyntax]) -> String? {
        guard arguments.isEmpty, case .name(let name) = function.kind,
            ["locals", "globals", "vars", "dir"].contains(name)
        else { return nil }
        var current: Scope? = scope
        while let candidate = current {
            if candidate.bindings.names.contains(name) { return nil }
            current = candidate.parent
        }
        return name
    }
}

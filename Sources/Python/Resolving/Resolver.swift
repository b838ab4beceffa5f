/// Turns syntax into nodes: names into slots, methods into tables, constants into values.
struct Resolver {
    private(set) var globals: [String] = []
    private var globalSlots: TextMap<Int> = [:]
    var scope: Scope
    /// Names of attributes, and builtins, through which an expression could change something.
    var mayChange = false

    init(bindings: Bindings) {
        scope = Scope(.module, parent: nil, bindings: bindings)
    }

    static func expression(_ syntax: ExpressionSyntax, _ bindings: Bindings) throws(ScriptSyntaxError) -> Code {
        var resolver = Resolver(bindings: bindings)
        let node = try resolver.expression(syntax)
        return Code(
            globals: resolver.globals, assigned: [], slots: resolver.scope.count,
            keepsIdentity: resolver.mayChange, body: .expression(node))
    }

    static func program(_ syntax: [StatementSyntax], _ bindings: Bindings) throws(ScriptSyntaxError) -> Code {
        var resolver = Resolver(bindings: bindings)
        let assigned = bindings.names.map { resolver.globalSlot(of: $0) }
        let block = try resolver.block(syntax)
        return Code(
            globals: resolver.globals, assigned: assigned, slots: resolver.scope.count,
            keepsIdentity: true, body: .block(block))
    }

    mutating func globalSlot(of name: String) -> Int {
        if let slot = globalSlots[name] { return slot }
        globals.append(name)
        globalSlots[name] = globals.count - 1
        return globals.count - 1
    }

    /// Finds `name` from the innermost scope outward, as Python does.
    mutating func place(of name: String) -> Place {
        var hops = 0
        var current: Scope? = scope
        while let candidate = current, candidate.kind != .module {
            if candidate.kind == .function, candidate.bindings.globals.contains(name) { break }
            let isElsewhere = candidate.kind == .function && candidate.bindings.nonlocals.contains(name)
            if !isElsewhere, let slot = candidate.slot(of: name) {
                return hops == 0 ? .local(slot: slot) : .outer(hops: hops, slot: slot)
            }
            if candidate.hasFrame { hops += 1 }
            current = candidate.parent
        }
        return .global(slot: globalSlot(of: name))
    }

    func name(_ name: String, at place: Place) -> any ExpressionNode {
        switch place {
        case .local(let slot): LocalNode(slot: slot, name: name)
        case .outer(let hops, let slot): OuterNode(hops: hops, slot: slot, name: name)
        case .global(let slot): GlobalNode(slot: slot, builtin: Builtins.named(name))
        }
    }

    func target(_ name: String, at place: Place) -> any TargetNode {
        switch place {
        case .local(let slot): LocalTarget(slot: slot, name: name)
        case .outer(let hops, let slot): OuterTarget(hops: hops, slot: slot)
        case .global(let slot): GlobalTarget(slot: slot)
        }
    }

    /// Where `name := …` binds: not in a comprehension, but in what is around it.
    /// nil: the comprehension itself binds it.
    mutating func walrusPlace(of name: String) -> Place? {
        let inner = scope
        defer { scope = inner }
        var hops = 0
        while scope.kind == .comprehension, let parent = scope.parent {
            if scope.slot(of: name) != nil { return nil }
            if scope.hasFrame { hops += 1 }
            scope = parent
        }
        switch place(of: name) {
        case .local(let slot): return hops == 0 ? .local(slot: slot) : .outer(hops: hops, slot: slot)
        case .outer(let more, let slot): return .outer(hops: hops + more, slot: slot)
        case .global(let slot): return .global(slot: slot)
        }
    }
}

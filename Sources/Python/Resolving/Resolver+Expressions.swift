extension Resolver {
    mutating func expression(_ syntax: ExpressionSyntax) throws(ScriptSyntaxError) -> any ExpressionNode {
        switch syntax.kind {
        case .constant(let constant): return Self.constant(constant)
        case .name(let name):
            if case .function(let function) = Builtins.named(name), function.effects.hasAny(of: .needIdentity) {
                mayChange = true
            }
            return self.name(name, at: place(of: name))
        case .tuple(let items): return try display(.tuple, items)
        case .list(let items): return try display(.list, items)
        case .set(let items): return try display(.set, items)
        case .dict(let pairs): return try dict(pairs)
        case .starred: throw syntax.position.error("a starred expression needs a list around it")
        case .unary(let operation, let operand): return UnaryNode(operation, try expression(operand))
        case .binary(let first, let rest): return try binary(first, rest)
        case .all(let operands): return try junction(operands, decisive: false)
        case .any(let operands): return try junction(operands, decisive: true)
        case .comparison(let first, let rest):
            if let test = try namespaceTest(first, rest) { return test }
            return try comparison(first, rest)
        case .conditional(let test, let then, let otherwise):
            return ConditionalNode(
                test: try expression(test), then: try expression(then), otherwise: try expression(otherwise))
        case .lambda(let function): return try self.function(function)
        case .call(let function, let arguments): return try call(function, arguments)
        case .attribute(let value, let name):
            if Catalogue.changing.contains(name) { mayChange = true }
            return AttributeNode(try expression(value), name: name)
        case .subscripted(let value, let index): return try subscripted(value, index)
        case .slice: throw syntax.position.error("a slice can only stand in brackets after a value")
        case .comprehension(let comprehension): return try self.comprehension(comprehension)
        case .format(let parts): return try format(parts)
        case .walrus(let name, let value):
            let node = try expression(value)
            guard let place = walrusPlace(of: name) else {
                throw syntax.position.error("`:=` cannot rebind `\(name)`, which the comprehension goes through")
            }
            return WalrusNode(target(name, at: place), node)
        }
    }

    static func constant(_ constant: ExpressionSyntax.Constant) -> any ExpressionNode {
        switch constant {
        case .none: ConstantNode(.none)
        case .ellipsis: ConstantNode(.ellipsis)
        case .bool(let flag): ConstantNode(.bool(flag))
        case .int(let number): ConstantNode(.int(number))
        case .float(let number): ConstantNode(.float(number))
        case .string(let text): TextNode(text)
        }
    }

    mutating func expressions(_ syntax: [ExpressionSyntax]) throws(ScriptSyntaxError) -> [any ExpressionNode] {
        var nodes: [any ExpressionNode] = []
        for item in syntax { nodes.append(try expression(item)) }
        return nodes
    }

    private mutating func display(
        _ kind: DisplayNode.Kind, _ items: [ExpressionSyntax]
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        var nodes: [any ExpressionNode] = []
        var starred: Set<Int> = []
        for (index, item) in items.enumerated() {
            if case .starred(let value) = item.kind {
                starred.insert(index)
                nodes.append(try expression(value))
            } else {
                nodes.append(try expression(item))
            }
        }
        return DisplayNode(kind, nodes, starred: starred)
    }

    private mutating func dict(
        _ pairs: [(key: ExpressionSyntax?, value: ExpressionSyntax)]
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        var nodes: [(key: (any ExpressionNode)?, value: any ExpressionNode)] = []
        for (key, value) in pairs {
            var keyNode: (any ExpressionNode)?
            if let key { keyNode = try expression(key) }
            nodes.append((keyNode, try expression(value)))
        }
        return DictDisplayNode(nodes)
    }

    private mutating func binary(
        _ first: ExpressionSyntax, _ rest: [(operation: BinaryOperator, operand: ExpressionSyntax)]
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        let start = try expression(first)
        if rest.count == 1 { return BinaryNode(rest[0].operation, start, try expression(rest[0].operand)) }
        var nodes: [(operation: BinaryOperator, operand: any ExpressionNode)] = []
        for (operation, operand) in rest { nodes.append((operation, try expression(operand))) }
        return ChainNode(start, nodes)
    }

    private mutating func junction(
        _ operands: [ExpressionSyntax], decisive: Bool
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        var nodes = try expressions(operands)
        let last = nodes.removeLast()
        return JunctionNode(nodes, last: last, decisive: decisive)
    }

    private mutating func comparison(
        _ first: ExpressionSyntax, _ rest: [(operation: ComparisonOperator, operand: ExpressionSyntax)]
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        let start = try expression(first)
        var nodes: [(operation: ComparisonOperator, operand: any ExpressionNode)] = []
        for (operation, operand) in rest {
            if operation == .is || operation == .isNot, !operand.isSingleton { mayChange = true }
            nodes.append((operation, try expression(operand)))
        }
        if nodes.count == 1 { return ComparisonNode(nodes[0].operation, start, nodes[0].operand) }
        return ComparisonChainNode(start, nodes)
    }

    private mutating func call(
        _ function: ExpressionSyntax, _ arguments: [ArgumentSyntax]
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        if case .attribute(let receiver, let name) = function.kind {
            if let get = try namespaceGet(receiver, name, arguments) { return get }
            if Catalogue.changing.contains(name) { mayChange = true }
            let node = try expression(receiver)
            return MethodCallNode(node, name: name, try self.arguments(arguments))
        }
        try refuseNamespace(function, arguments)
        let node = try expression(function)
        return CallNode(node, try self.arguments(arguments))
    }

    private mutating func arguments(_ arguments: [ArgumentSyntax]) throws(ScriptSyntaxError) -> ArgumentsNode {
        var nodes: [ArgumentsNode.Argument] = []
        for argument in arguments {
            let node = try expression(argument.value)
            switch argument {
            case .positional: nodes.append(.positional(node))
            case .star: nodes.append(.star(node))
            case .keyword(let name, _): nodes.append(.keyword(name, node))
            case .doubleStar: nodes.append(.doubleStar(node))
            }
        }
        return ArgumentsNode(nodes)
    }

    private mutating func subscripted(
        _ value: ExpressionSyntax, _ index: ExpressionSyntax
    ) throws(ScriptSyntaxError) -> any ExpressionNode {
        if let slot = try namespaceSlot(value, index) { return NamespaceKeyNode(slot: slot, name: globals[slot]) }
        let node = try expression(value)
        switch index.kind {
        case .slice(let start, let stop, let step): return SliceNode(node, try bounds(start, stop, step))
        case .constant(.string(let key)): return KeyNode(node, key: key)
        default: return SubscriptNode(node, try expression(index))
        }
    }

    mutating func bounds(
        _ start: ExpressionSyntax?, _ stop: ExpressionSyntax?, _ step: ExpressionSyntax?
    ) throws(ScriptSyntaxError) -> SliceBounds {
        SliceBounds(start: try optional(start), stop: try optional(stop), step: try optional(step))
    }

    mutating func optional(_ syntax: ExpressionSyntax?) throws(ScriptSyntaxError) -> (any ExpressionNode)? {
        guard let syntax else { return nil }
        return try expression(syntax)
    }

    private mutating func format(_ parts: [FormatPart]) throws(ScriptSyntaxError) -> any ExpressionNode {
        var nodes: [FormatNode.Part] = []
        for part in parts {
            switch part {
            case .text(let text): nodes.append(.text(text))
            case .field(let value, let conversion, let specification):
                let node = try expression(value)
                var format: (any ExpressionNode)?
                if let specification { format = try self.format(specification) }
                nodes.append(.field(node, conversion: conversion, specification: format))
            }
        }
        return FormatNode(nodes)
    }
}

extension ExpressionSyntax {
    /// None, True or False: what `is` is usually asked about.
    var isSingleton: Bool {
        switch kind {
        case .constant(.none), .constant(.bool): true
        default: false
        }
    }
}

extension Resolver {
    mutating func block(_ statements: [StatementSyntax]) throws(ScriptSyntaxError) -> Block {
        var nodes: [any StatementNode] = []
        for statement in statements { nodes.append(try self.statement(statement)) }
        return Block(statements: nodes)
    }

    private mutating func statement(_ syntax: StatementSyntax) throws(ScriptSyntaxError) -> any StatementNode {
        let line = syntax.position.line
        switch syntax.kind {
        case .expression(let value): return ExpressionStatement(try expression(value), line: line)
        case .assign(let targets, let value):
            let node = try expression(value)
            return AssignStatement(try self.targets(targets), node, line: line)
        case .augmented(let target, let operation, let value):
            return try augmented(target, operation, value, line: line)
        case .delete(let targets): return DeleteStatement(try self.targets(targets), line: line)
        case .pass: return JumpStatement(.pass, line: line)
        case .break: return JumpStatement(.break, line: line)
        case .continue: return JumpStatement(.continue, line: line)
        case .return(let value): return ReturnStatement(try optional(value), line: line)
        case .if(let branches, let otherwise):
            var nodes: [(test: any ExpressionNode, body: Block)] = []
            for (test, body) in branches { nodes.append((try expression(test), try block(body))) }
            return IfStatement(nodes, otherwise: try block(otherwise), line: line)
        case .while(let test, let body, let otherwise):
            return WhileStatement(
                try expression(test), body: try block(body), otherwise: try block(otherwise), line: line)
        case .for(let target, let iterable, let body, let otherwise):
            let node = try expression(iterable)
            return ForStatement(
                try self.target(target), node, body: try block(body), otherwise: try block(otherwise), line: line)
        case .function(let function):
            let place = place(of: function.name)
            return FunctionStatement(target(function.name, at: place), try self.function(function), line: line)
        case .raise(let exception, let cause):
            if let cause { _ = try expression(cause) }
            return RaiseStatement(try optional(exception), line: line)
        case .try(let attempt): return try self.attempt(attempt, line: line)
        case .import(let module, let bound):
            return ImportStatement(module, [(nil, target(bound, at: place(of: bound)))], line: line)
        case .importFrom(let module, let names):
            var bindings: [(name: String?, target: any TargetNode)] = []
            for (name, bound) in names { bindings.append((name, target(bound, at: place(of: bound)))) }
            return ImportStatement(module, bindings, line: line)
        case .assert(let test, let message):
            return AssertStatement(try expression(test), try optional(message), line: line)
        }
    }

    private mutating func attempt(_ syntax: TrySyntax, line: Int) throws(ScriptSyntaxError) -> any StatementNode {
        let body = try block(syntax.body)
        var handlers: [TryStatement.Handler] = []
        for handler in syntax.handlers {
            let type = try optional(handler.type)
            let target = handler.name.map { self.target($0, at: place(of: $0)) }
            handlers.append(TryStatement.Handler(type: type, target: target, body: try block(handler.body)))
        }
        return TryStatement(
            body, handlers, otherwise: try block(syntax.otherwise), finally: try block(syntax.finally), line: line)
    }

    private mutating func targets(_ syntax: [ExpressionSyntax]) throws(ScriptSyntaxError) -> [any TargetNode] {
        var nodes: [any TargetNode] = []
        for item in syntax { nodes.append(try target(item)) }
        return nodes
    }

    mutating func target(_ syntax: ExpressionSyntax) throws(ScriptSyntaxError) -> any TargetNode {
        switch syntax.kind {
        case .name(let name): return target(name, at: place(of: name))
        case .starred(let value): return try target(value)
        case .attribute(let value, let name): return AttributeTarget(try expression(value), name: name)
        case .subscripted(let value, let index):
            if let slot = try namespaceSlot(value, index) { return GlobalTarget(slot: slot) }
            let node = try expression(value)
            if case .slice(let start, let stop, let step) = index.kind {
                return SliceTarget(node, try bounds(start, stop, step))
            }
            return SubscriptTarget(node, try expression(index))
        case .tuple(let items), .list(let items):
            let star = items.firstIndex { if case .starred = $0.kind { true } else { false } }
            return UnpackTarget(try targets(items), star: star)
        default: throw syntax.position.error("cannot assign to \(syntax.description)")
        }
    }

    private mutating func augmented(
        _ target: ExpressionSyntax, _ operation: BinaryOperator, _ value: ExpressionSyntax, line: Int
    ) throws(ScriptSyntaxError) -> any StatementNode {
        switch target.kind {
        case .name:
            return AugmentedNameStatement(
                try expression(target), try self.target(target), operation, try expression(value), line: line)
        case .attribute(let container, let name):
            return AugmentedPlaceStatement(
                try expression(container), .attribute(name), operation, try expression(value), line: line)
        case .subscripted(let container, let index):
            if try namespaceSlot(container, index) != nil {
                return AugmentedNameStatement(
                    try expression(target), try self.target(target), operation, try expression(value), line: line)
            }
            let node = try expression(container)
            if case .slice(let start, let stop, let step) = index.kind {
                return AugmentedPlaceStatement(
                    node, .slice(try bounds(start, stop, step)), operation, try expression(value), line: line)
            }
            return AugmentedPlaceStatement(
                node, .index(try expression(index)), operation, try expression(value), line: line)
        default: throw target.position.error("cannot assign to \(target.description) in place")
        }
    }
}

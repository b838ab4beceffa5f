/// Parameters, lambdas and `def`.
extension Parser {
    mutating func lambda() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        try expect(.lambda)
        let parameters = try parameters(until: .colon, mayAnnotate: false)
        try expect(.colon)
        bindings.append(Bindings())
        for name in parameters.names { bind(name) }
        let body = try expression()
        closures += 1
        let function = FunctionSyntax(
            name: "<lambda>", parameters: parameters, body: .expression(body), bindings: bindings.removeLast())
        return try make(.lambda(function), at: position, over: [body] + parameters.fallbacks)
    }

    /// `def name(parameters) -> annotation: block`
    mutating func function() throws(ScriptSyntaxError) -> StatementSyntax {
        let position = current.position
        try expect(.def)
        let name = try expectName()
        bind(name)
        try expect(.open)
        let parameters = try parameters(until: .close, mayAnnotate: true)
        try expect(.close)
        if take(.arrow) { _ = try expression() }
        bindings.append(Bindings())
        for name in parameters.names { bind(name) }
        let outerLoops = loops
        loops = 0
        let body = try block()
        loops = outerLoops
        closures += 1
        let function = FunctionSyntax(
            name: name, parameters: parameters, body: .block(body), bindings: bindings.removeLast())
        return StatementSyntax(kind: .function(function), position: position)
    }

    private mutating func parameters(
        until close: Symbol, mayAnnotate: Bool
    ) throws(ScriptSyntaxError) -> FunctionSyntax.Parameters {
        var parameters = FunctionSyntax.Parameters()
        var afterStar = false
        while !at(close) {
            if take(.doubleStar) {
                parameters.doubleStar = try parameterName(mayAnnotate)
                _ = take(.comma)
                break
            }
            if at(.star), !afterStar {
                advance()
                afterStar = true
                if !at(.comma) { parameters.star = try parameterName(mayAnnotate) }
            } else if at(.slash), !afterStar, parameters.positionalOnly == 0, !parameters.positional.isEmpty {
                advance()
                parameters.positionalOnly = parameters.positional.count
            } else {
                try parameter(into: &parameters, afterStar, mayAnnotate)
            }
            guard take(.comma) else { break }
        }
        if afterStar, parameters.star == nil, parameters.keywordOnly.isEmpty {
            throw current.position.error("a name must follow the bare `*`")
        }
        if TextSet(parameters.names).count < parameters.names.count {
            throw current.position.error("two parameters have the same name")
        }
        return parameters
    }

    private mutating func parameter(
        into parameters: inout FunctionSyntax.Parameters, _ afterStar: Bool, _ mayAnnotate: Bool
    ) throws(ScriptSyntaxError) {
        let position = current.position
        let name = try parameterName(mayAnnotate)
        let parameter = FunctionSyntax.Parameter(name: name, fallback: take(.assign) ? try expression() : nil)
        if afterStar {
            parameters.keywordOnly.append(parameter)
        } else {
            if parameter.fallback == nil, parameters.positional.last?.fallback != nil {
                throw position.error("a parameter without a default follows one with a default")
            }
            parameters.positional.append(parameter)
        }
    }

    private mutating func parameterName(_ mayAnnotate: Bool) throws(ScriptSyntaxError) -> String {
        let name = try expectName()
        if mayAnnotate, take(.colon) { _ = try expression() }
        return name
    }
}

extension FunctionSyntax.Parameters {
    /// The default values, which are evaluated where the function is made.
    var fallbacks: [ExpressionSyntax] { (positional + keywordOnly).compactMap(\.fallback) }
}

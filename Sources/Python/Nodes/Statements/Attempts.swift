/// `try … except … else … finally`
final class TryStatement: StatementNode {
    struct Handler: Sendable {
        let type: (any ExpressionNode)?
        let target: (any TargetNode)?
        let body: Block
    }

    let line: Int
    private let body: Block
    private let handlers: [Handler]
    private let otherwise: Block
    private let finally: Block

    init(_ body: Block, _ handlers: [Handler], otherwise: Block, finally: Block, line: Int) {
        self.body = body
        self.handlers = handlers
        self.otherwise = otherwise
        self.finally = finally
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        let machine = frame.machine
        let completion: Completion
        do {
            completion = try attempt(frame)
        } catch let error where !(error is Exhausted) {
            // What is on its way must survive the exceptions that `finally` handles itself.
            let (pending, line) = (machine.pending, machine.failureLine)
            machine.failureLine = 0
            let ending = try finally.run(frame)
            if case .normal = ending {
                (machine.pending, machine.failureLine) = (pending, line)
                throw error
            }
            return ending
        }
        let ending = try finally.run(frame)
        if case .normal = ending { return completion }
        return ending
    }

    private func attempt(_ frame: Frame) throws -> Completion {
        let machine = frame.machine
        let completion: Completion
        do {
            completion = try body.run(frame)
        } catch let error where !(error is Exhausted) {
            let exception = try machine.exception(for: error)
            guard let handler = try handlers.first(where: { try catches($0, exception, frame) }) else {
                throw error
            }
            return try handle(exception, handler, frame)
        }
        if case .normal = completion { return try otherwise.run(frame) }
        return completion
    }

    private func catches(_ handler: Handler, _ exception: ExceptionObject, _ frame: Frame) throws -> Bool {
        guard let type = handler.type else { return true }
        return try frame.machine.isInstance(.other(exception), of: type.evaluate(frame), exceptionsOnly: true)
    }

    private func handle(_ exception: ExceptionObject, _ handler: Handler, _ frame: Frame) throws -> Completion {
        let machine = frame.machine
        machine.failureLine = 0
        machine.ledger.handling.append(exception)
        defer { machine.ledger.handling.removeLast() }
        try handler.target?.assign(.other(exception), frame)
        // Python unbinds the name at the end of the handler.
        defer { try? handler.target?.delete(frame) }
        return try handler.body.run(frame)
    }
}

/// `raise`, `raise exception`
final class RaiseStatement: StatementNode {
    let line: Int
    private let exception: (any ExpressionNode)?

    init(_ exception: (any ExpressionNode)?, line: Int) {
        self.exception = exception
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        let machine = frame.machine
        guard let exception else {
            guard let current = machine.ledger.handling.last else {
                throw Raise(.runtimeError, "No active exception to reraise")
            }
            machine.pending = current
            throw PendingException()
        }
        var object = try exception.evaluate(frame)
        if case .type(let type) = object, type.isException { object = try machine.call(object, Arguments()) }
        guard case .other(let reference) = object, let raised = reference as? ExceptionObject else {
            throw Raise.typeError("exceptions must derive from BaseException")
        }
        machine.pending = raised
        throw PendingException()
    }
}

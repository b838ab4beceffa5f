final class ExpressionStatement: StatementNode {
    let line: Int
    private let value: any ExpressionNode

    init(_ value: any ExpressionNode, line: Int) {
        self.value = value
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        _ = try value.evaluate(frame)
        return .normal
    }
}

/// `a = b = value`
final class AssignStatement: StatementNode {
    let line: Int
    private let targets: [any TargetNode]
    private let value: any ExpressionNode

    init(_ targets: [any TargetNode], _ value: any ExpressionNode, line: Int) {
        self.targets = targets
        self.value = value
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        let object = try value.evaluate(frame)
        for target in targets { try target.assign(object, frame) }
        return .normal
    }
}

final class DeleteStatement: StatementNode {
    let line: Int
    private let targets: [any TargetNode]

    init(_ targets: [any TargetNode], line: Int) {
        self.targets = targets
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        for target in targets { try target.delete(frame) }
        return .normal
    }
}

/// `pass`, `break`, `continue`
final class JumpStatement: StatementNode {
    let line: Int
    private let keyword: Keyword

    init(_ keyword: Keyword, line: Int) {
        self.keyword = keyword
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        switch keyword {
        case .break: .breaking
        case .continue: .continuing
        default: .normal
        }
    }
}

final class ReturnStatement: StatementNode {
    let line: Int
    private let value: (any ExpressionNode)?

    init(_ value: (any ExpressionNode)?, line: Int) {
        self.value = value
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion { .returning(try value?.evaluate(frame) ?? .none) }
}

final class AssertStatement: StatementNode {
    let line: Int
    private let test: any ExpressionNode
    private let message: (any ExpressionNode)?

    init(_ test: any ExpressionNode, _ message: (any ExpressionNode)?, line: Int) {
        self.test = test
        self.message = message
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        if try frame.machine.isTrue(test.evaluate(frame)) { return .normal }
        let arguments = try message.map { [try $0.evaluate(frame)] } ?? []
        frame.machine.pending = try ExceptionObject(.assertionError, arguments)
        throw PendingException()
    }
}

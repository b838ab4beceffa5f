/// `if … elif … else`
final class IfStatement: StatementNode {
    let line: Int
    private let branches: [(test: any ExpressionNode, body: Block)]
    private let otherwise: Block

    init(_ branches: [(test: any ExpressionNode, body: Block)], otherwise: Block, line: Int) {
        self.branches = branches
        self.otherwise = otherwise
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        for (test, body) in branches where try frame.machine.isTrue(test.evaluate(frame)) {
            return try body.run(frame)
        }
        return try otherwise.run(frame)
    }
}

final class WhileStatement: StatementNode {
    let line: Int
    private let test: any ExpressionNode
    private let body: Block
    private let otherwise: Block

    init(_ test: any ExpressionNode, body: Block, otherwise: Block, line: Int) {
        self.test = test
        self.body = body
        self.otherwise = otherwise
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        while try frame.machine.isTrue(test.evaluate(frame)) {
            try frame.machine.step()
            switch try body.run(frame) {
            case .normal, .continuing: continue
            case .breaking: return .normal
            case .returning(let object): return .returning(object)
            }
        }
        return try otherwise.run(frame)
    }
}

final class ForStatement: StatementNode {
    let line: Int
    private let target: any TargetNode
    private let iterable: any ExpressionNode
    private let body: Block
    private let otherwise: Block

    init(_ target: any TargetNode, _ iterable: any ExpressionNode, body: Block, otherwise: Block, line: Int) {
        self.target = target
        self.iterable = iterable
        self.body = body
        self.otherwise = otherwise
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        let machine = frame.machine
        let cursor = try machine.cursor(over: iterable.evaluate(frame))
        while let item = try cursor.next(machine) {
            try machine.step()
            try target.assign(item, frame)
            switch try body.run(frame) {
            case .normal, .continuing: continue
            case .breaking: return .normal
            case .returning(let object): return .returning(object)
            }
        }
        return try otherwise.run(frame)
    }
}

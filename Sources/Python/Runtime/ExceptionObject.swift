/// An exception as the script sees it.
final class ExceptionObject: Reference {
    private let exceptionType: PythonType
    private(set) var arguments: [Object]
    /// For an exception of the machinery's, whose message differs from its arguments (KeyError).
    private let message: String?

    init(_ type: PythonType, _ arguments: [Object], message: String? = nil) throws {
        self.exceptionType = type
        self.arguments = arguments
        self.message = message
        super.init(depth: try Machine.depth(over: arguments))
    }

    override var type: PythonType { exceptionType }

    override func text(_ machine: Machine) throws -> String {
        if let message { return message }
        switch arguments.count {
        case 0: return ""
        case 1 where exceptionType.isSubtype(of: .keyError):
            return try machine.representation(of: arguments[0], depth: depth)
        case 1: return try machine.text(of: arguments[0])
        default: return try machine.representation(of: machine.newTuple(arguments))
        }
    }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        let parts = try arguments.map { try machine.representation(of: $0, depth: depth + 1) }
        return "\(exceptionType.name)(\(parts.joined(separator: ", ")))"
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "args": return try machine.newTuple(arguments)
        case "__class__": return .type(exceptionType)
        case "value" where exceptionType === PythonType.stopIteration: return arguments.first ?? Object.none
        default: return nil
        }
    }

    override func clear() { arguments = [] }
}

extension Machine {
    /// The KeyError of a key that is not there, which has the key itself as its argument.
    func keyError(_ key: Object) throws -> any Error {
        pending = try ExceptionObject(.keyError, [key])
        return PendingException()
    }

    /// What an `except` gets to see of `error`.
    func exception(for error: any Error) throws -> ExceptionObject {
        if let raise = error as? Raise {
            let argument = raise.argument.map { Object($0) } ?? .str(raise.message)
            let isPlain = raise.argument == nil
            return try ExceptionObject(
                raise.type, isPlain && raise.message.isEmpty ? [] : [argument],
                message: isPlain ? nil : raise.message)
        }
        if error is PendingException, let pending { return pending }
        throw error
    }
}

/// Python's exception classes, with Python's family tree.
extension PythonType {
    private static func exception(_ name: String, _ base: PythonType) -> PythonType {
        PythonType(name, base: base, make: nil)
    }

    static let baseException = PythonType("BaseException")
    static let exception = exception("Exception", baseException)
    static let stopIteration = exception("StopIteration", exception)
    static let arithmeticError = exception("ArithmeticError", exception)
    static let overflowError = exception("OverflowError", arithmeticError)
    static let zeroDivisionError = exception("ZeroDivisionError", arithmeticError)
    static let assertionError = exception("AssertionError", exception)
    static let attributeError = exception("AttributeError", exception)
    static let lookupError = exception("LookupError", exception)
    static let indexError = exception("IndexError", lookupError)
    static let keyError = exception("KeyError", lookupError)
    static let nameError = exception("NameError", exception)
    static let unboundLocalError = exception("UnboundLocalError", nameError)
    static let runtimeError = exception("RuntimeError", exception)
    static let recursionError = exception("RecursionError", runtimeError)
    static let notImplementedError = exception("NotImplementedError", runtimeError)
    static let typeError = exception("TypeError", exception)
    static let valueError = exception("ValueError", exception)
    static let unicodeError = exception("UnicodeError", valueError)
    static let jsonDecodeError = exception("JSONDecodeError", valueError)
    static let importError = exception("ImportError", exception)
    static let osError = exception("OSError", exception)
    static let timeoutError = exception("TimeoutError", osError)
    static let connectionError = exception("ConnectionError", osError)
    static let permissionError = exception("PermissionError", osError)
    static let warning = exception("Warning", exception)
    static let userWarning = exception("UserWarning", warning)

    var isException: Bool { isSubtype(of: .baseException) }

    /// Those that are builtin names.
    static let exceptions: [PythonType] = [
        baseException, exception, stopIteration, arithmeticError, overflowError, zeroDivisionError,
        assertionError, attributeError, lookupError, indexError, keyError, nameError, unboundLocalError,
        runtimeError, recursionError, notImplementedError, typeError, valueError, unicodeError,
        importError, osError, timeoutError, connectionError, permissionError, warning, userWarning,
    ]
}

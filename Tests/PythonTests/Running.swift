import Messages
import Python
import Values

/// A fixed time and fixed chance, so that tests mean the same every time.
let stillHost = ScriptHost(
    clock: { Timestamp(microseconds: 1_767_225_600_000_000) }, chance: { 0x0123_4567_89AB_CDEF })

func evaluate(_ source: String, _ variables: TextTable<Value> = [:]) throws -> Value {
    try ScriptExpression(parsing: source).evaluate(in: variables, host: stillHost)
}

/// The variables after running `source`.
func run(
    _ source: String, _ variables: TextTable<Value> = [:]
) throws -> TextTable<Value> {
    var variables = variables
    try ScriptProgram(parsing: source).run(on: &variables, host: stillHost)
    return variables
}

/// The exception that evaluating or running `source` ends in.
func failure(_ source: String, _ variables: TextTable<Value> = [:]) -> ScriptFailure? {
    do {
        _ = try run(source, variables)
        return nil
    } catch {
        return error as? ScriptFailure
    }
}

func syntaxError(_ source: String) -> ScriptSyntaxError? {
    do {
        _ = try ScriptProgram(parsing: source)
        return nil
    } catch {
        return error
    }
}

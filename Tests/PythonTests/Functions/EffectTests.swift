import Messages
import TestKit
import Testing
import Values

@testable import Python

/// What each function says of itself, against what it is seen to do.
@Suite("What functions say of themselves")
struct EffectTests {
    @Test("Every builtin, method and module function does what it says, and nothing else")
    func truth() throws {
        #expect(Catalogue.all.count > 200)
        for entry in Catalogue.all {
            let seen = try Observation(of: entry)
            #expect(seen.falsehoods(entry.effects) == [], "\(entry.path)")
            // What only raises has shown nothing; bytes there are none of.
            #expect(seen.hasValue || entry.path == "str.encode", "\(entry.path) was never seen to give a value")
        }
    }

    @Test("A function that forgets to say what it does, or says what it does not, is found out")
    func lies() throws {
        let entries = Catalogue.all.filter {
            ["random.shuffle", "list.sort", "getattr", "hash", "len"].contains($0.path)
        }
        #expect(entries.count == 5)
        for entry in entries {
            let seen = try Observation(of: entry)
            for (effect, name) in Effects.all {
                #expect(!seen.falsehoods(entry.effects.symmetricDifference(effect)).isEmpty, "\(entry.path): \(name)")
            }
        }
    }

    /// The resolver leaves identity out where nothing can change: an expression must give what a program gives, which
    /// never leaves it out.
    @Test("An expression sees what a call has changed, whichever way the function is reached")
    func identity() throws {
        let variables: TextTable<Value> = [
            "d": ["l": [3, 1, 2, 1], "n": [[2, 1], [1]], "m": ["b": 1, "a": [2]]]
        ]
        // Only lists and dictionaries of the input can change: texts and numbers never do, and sets do not come in.
        let arguments = ["", "1", "'a'", "[5]", "{'z': [1]}", "0, 9"]
        for entry in Catalogue.all {
            for key in ["l", "n", "m"] {
                if case .method(_, let type) = entry.kind, type !== (key == "m" ? PythonType.dict : .list) { continue }
                for argument in arguments {
                    for call in Self.calls(of: entry, on: "d['\(key)']", argument) {
                        let source = "[repr(\(call)), d['\(key)'], d][1:]"
                        let (expression, program) = try outcomes(source, variables)
                        #expect(expression == program, "\(source)")
                    }
                }
            }
        }
    }

    private static func calls(of entry: Catalogue.Entry, on value: String, _ arguments: String) -> [String] {
        let all = arguments.isEmpty ? value : "\(value), \(arguments)"
        guard case .method(let method, let type) = entry.kind else { return ["\(entry.path)(\(all))"] }
        let bound = [
            "\(value).\(method.name)(\(arguments))", "getattr(\(value), '\(method.name)')(\(arguments))",
            "(lambda f: f(\(arguments)))(\(value).\(method.name))",
        ]
        return Builtins.named(type.name) == nil ? bound : bound + ["\(type.name).\(method.name)(\(all))"]
    }

    private func outcomes(_ source: String, _ variables: TextTable<Value>) throws -> (Value, Value) {
        var changed = variables
        let expression: Value
        do {
            expression = try evaluate(source, variables)
        } catch let failure as ScriptFailure {
            expression = .string(failure.exception)
        }
        do {
            try ScriptProgram(parsing: "r = \(source)").run(on: &changed, host: stillHost)
        } catch let failure as ScriptFailure {
            return (expression, .string(failure.exception))
        }
        return (expression, changed["r"] ?? .null)
    }

    @Test("Every function that any word of the source leads to is in the catalogue")
    func complete() throws {
        let methods = Catalogue.all.compactMap { if case .method(let method, _) = $0.kind { method } else { nil } }
        let functions = Catalogue.all.compactMap {
            if case .function(let function) = $0.kind { function } else { nil }
        }
        var found = 0
        for source in FunctionCall.receivers.flatMap(\.sources) + ExtremeCalls.others + FunctionCall.arguments {
            for name in ExtremeCalls.attributes {
                // Some of the words are Python's own.
                guard let (machine, object) = try? Self.object("(\(source)).\(name)") else { continue }
                defer { machine.finish() }
                switch object {
                case .other(let bound as BoundMethod):
                    found += 1
                    #expect(methods.contains { $0 === bound.method }, "\(source).\(name)")
                case .builtin(let function):
                    found += 1
                    // A method of a class, not yet bound, is made again each time.
                    #expect(
                        functions.contains { $0 === function }
                            || methods.contains { $0.name == name && $0.effects == function.effects },
                        "\(source).\(name)")
                default: break
                }
            }
        }
        #expect(found > 500)
        for (type, _) in Methods.tables {
            #expect(FunctionCall.receivers.contains { $0.type === type }, "no receiver of the type \(type.name)")
        }
    }

    /// What the expression gives; nil where it raises.
    private static func object(_ source: String) throws -> (Machine, Object?) {
        let (syntax, bindings) = try Parser.expression(source)
        let code = try Resolver.expression(syntax, bindings)
        let machine = Machine(code: code, scope: TextTable<Value>(), host: stillHost, budget: .standard)
        guard case .expression(let node) = code.body else { return (machine, nil) }
        return (machine, try? node.evaluate(machine.rootFrame()))
    }

    @Test("An expression is steady as long as no name in it leads to the clock or to chance")
    func steady() throws {
        let isSteady = { try ScriptExpression(parsing: $0).isSteady }
        for source in ["a + 1", "sorted(l)[0]", "json.dumps(p)", "math.floor(x)", "timedelta(hours=1) and 1", "len(d)"]
        {
            #expect(try isSteady(source), "\(source)")
        }
        for entry in Catalogue.all where entry.effects.hasAny(of: .unsteady) {
            #expect(try !isSteady("\(entry.path)()"), "\(entry.path)")
            #expect(try !isSteady("[\(entry.path) for q in l]"), "\(entry.path)")
        }
    }
}

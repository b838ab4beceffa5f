import Messages
import Synchronization
import Values

@testable import Python

/// Calls of one function with arguments of every kind, as a program: what it gives, and what has become of the arguments.
struct FunctionCall {
    /// What a call showed.
    struct Outcome: Equatable {
        /// The value's text, or the exception.
        var result: String
        var isValue: Bool
        /// The arguments' texts before and after.
        var before: [String]
        var after: [String]
    }

    /// Sources of arguments. Each is made again for every call.
    static let arguments = [
        "2", "'b'", "[3, 1, 2]", "{'b': [1], 'a': 2}", "'%Y-%m-%d %H:%M:%S.%f'", "'append'", "datetime.time(10, 20)",
        "int", "99", "'2026-01-31'", "datetime.date(2026, 1, 31)", "0.5", "{1, 2}", "['b', 'a']", "None",
        "[[1], [2, 2]]", "(4, 1, 4)", "(lambda *q: 1)", "timedelta(hours=1)", "iter([1, 2])", "'[1, 2]'",
        "'12345678123456781234567812345678'", "'10:20'",
    ]

    /// What the methods of a type are called on.
    static let receivers: [(type: PythonType, sources: [String])] = [
        (.str, ["'ab c'", "'7'", "''"]), (.list, ["[3, 1, 2]", "[[2], [1]]", "[]"]), (.tuple, ["(2, 'b')"]),
        (.dict, ["{'b': 1, 'a': [2]}", "{}"]), (.set, ["{1, 2, 3}", "set()"]), (.frozenset, ["frozenset([1, 2])"]),
        (.int, ["5"]), (.float, ["2.5"]), (.range, ["range(2, 9, 1)"]), (.date, ["datetime.date(2026, 1, 31)"]),
        (.dateTime, ["datetime.datetime(2026, 1, 31, 10, 20, 30, 40, datetime.timezone.utc)"]),
        (.time, ["datetime.time(10, 20, 30)"]), (.timeDelta, ["timedelta(hours=1)"]),
        (.timeZone, ["datetime.timezone.utc"]),
    ]

    private let program: ScriptProgram
    /// How many sources each argument has.
    let choices: [Int]

    /// - Parameter count: of arguments, the receiver of a method being one.
    init?(_ entry: Catalogue.Entry, count: Int) throws {
        var pools = [[String]](repeating: Self.arguments, count: count)
        let names = (0..<count).map { "a\($0)" }
        var call = "\(entry.path)(\(names.joined(separator: ", ")))"
        if case .method(let method, let type) = entry.kind {
            guard count > 0, let receiver = Self.receivers.first(where: { $0.type === type }) else { return nil }
            pools[0] = receiver.sources
            call = "a0.\(method.name)(\(names.dropFirst().joined(separator: ", ")))"
        }
        let lines = zip(names, pools).map { name, pool in
            name + " = "
                + pool.enumerated().map { "\($1) if i\(name) == \($0) else " }.joined() + "None"
        }
        choices = pools.map(\.count)
        program = try ScriptProgram(
            parsing: """
                \(lines.joined(separator: "\n"))
                before = [\(names.map { "repr(\($0))" }.joined(separator: ", "))]
                good = False
                try:
                    r = repr(\(call))
                    good = True
                except Exception as failure:
                    r = type(failure).__name__ + ': ' + str(failure)
                after = [\(names.map { "repr(\($0))" }.joined(separator: ", "))]
                \(names.isEmpty ? "pass" : "del " + names.joined(separator: ", "))
                """)
    }

    /// Calls it with the arguments of these places in their pools.
    func run(_ places: [Int], host: ScriptHost) -> Outcome {
        var variables: TextTable<Value> = [:]
        for (index, place) in places.enumerated() { variables["ia\(index)"] = .int(place) }
        do {
            try program.run(on: &variables, host: host)
        } catch {
            return Outcome(result: error.exception, isValue: false, before: [], after: [])
        }
        return Outcome(
            result: Self.text(variables["r"]), isValue: variables["good"] == true,
            before: Self.texts(variables["before"]), after: Self.texts(variables["after"]))
    }

    private static func text(_ value: Value?) -> String { if case .string(let text)? = value { text } else { "" } }

    private static func texts(_ value: Value?) -> [String] {
        if case .list(let items)? = value { items.map { text($0) } } else { [] }
    }
}

/// A clock that stands at one time and chance from one seed, which know whether they were asked.
final class WatchedHost: Sendable {
    private struct State {
        var chance: UInt64
        var clockWasAsked = false
        var chanceWasAsked = false
    }

    private let now: Timestamp
    private let state: Mutex<State>

    init(now: Int64, seed: UInt64) {
        self.now = Timestamp(microseconds: now)
        state = Mutex(State(chance: seed))
    }

    var clockWasAsked: Bool { state.withLock { $0.clockWasAsked } }
    var chanceWasAsked: Bool { state.withLock { $0.chanceWasAsked } }

    var host: ScriptHost {
        ScriptHost(
            clock: {
                self.state.withLock { $0.clockWasAsked = true }
                return self.now
            },
            chance: {
                self.state.withLock { state in
                    state.chanceWasAsked = true
                    state.chance = state.chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return state.chance ^ state.chance >> 29
                }
            })
    }
}

@testable import Python

/// What calls have shown of a function, whatever it says of itself.
struct Observation {
    private(set) var effects: Effects = []
    /// Whether a call of it gave a value at all: else nothing has been seen.
    private(set) var hasValue = false
    /// What no function may do, or an effect that was seen in one way only.
    private(set) var problems: [String] = []

    init(of entry: Catalogue.Entry) throws {
        var differs: Effects = []
        for count in 0...3 {
            guard let call = try FunctionCall(entry, count: count) else { continue }
            for places in Self.combinations(call.choices) { watch(call, places, &differs) }
        }
        let unseen = effects.intersection([.asksClock, .asksChance]).subtracting(differs)
        if !unseen.isEmpty { problems.append("it asks its host, but what it gave was never another") }
        if !effects.contains(.varies), !differs.isSubset(of: effects) {
            problems.append("it gave something else without asking its host")
        }
    }

    /// How `effects` differ from what was seen.
    func falsehoods(_ said: Effects) -> [String] {
        var all = problems
        if said != effects { all.append("it says \(said.names), and does \(effects.names)") }
        return all
    }

    /// Once, once more, at another time, and with other chance: each with arguments of its own.
    private mutating func watch(_ call: FunctionCall, _ places: [Int], _ differs: inout Effects) {
        let first = WatchedHost(now: 1_767_225_600_123_456, seed: 1)
        let outcome = call.run(places, host: first.host)
        hasValue = hasValue || outcome.isValue
        if first.clockWasAsked { effects.insert(.asksClock) }
        if first.chanceWasAsked { effects.insert(.asksChance) }
        for (index, (before, after)) in zip(outcome.before, outcome.after).enumerated() where before != after {
            if index == 0 { effects.insert(.changesFirst) } else { problems.append("it changes argument \(index)") }
        }
        // A function that was handed to it is not what it has reached.
        if outcome.result.hasPrefix("<built-in method") { effects.insert(.reachesAnything) }
        // What raises and has asked nobody raises again.
        guard outcome.isValue || first.clockWasAsked || first.chanceWasAsked else { return }
        let run = { (now: Int64, seed: UInt64) in call.run(places, host: WatchedHost(now: now, seed: seed).host) }
        guard run(1_767_225_600_123_456, 1) == outcome else {
            effects.insert(.varies)
            return
        }
        if run(1_900_000_000_987_654, 1) != outcome { differs.insert(.asksClock) }
        if run(1_767_225_600_123_456, 9) != outcome { differs.insert(.asksChance) }
    }

    /// Places in pools of these sizes: the more arguments there are, the fewer of each.
    private static func combinations(_ choices: [Int]) -> [[Int]] {
        let most = [[], [.max], [13, 10], [4, 5, 3]][choices.count]
        var all: [[Int]] = [[]]
        for (count, most) in zip(choices, most) {
            all = all.flatMap { prefix in (0..<min(count, most)).map { prefix + [$0] } }
        }
        return all
    }
}

extension Effects {
    static let all: [(effect: Effects, name: String)] = [
        (.changesFirst, "changesFirst"), (.reachesAnything, "reachesAnything"), (.asksClock, "asksClock"),
        (.asksChance, "asksChance"), (.varies, "varies"),
    ]

    var names: String { "[" + Self.all.filter { contains($0.effect) }.map(\.name).joined(separator: ", ") + "]" }
}

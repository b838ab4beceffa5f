/// `random`, fed by the host.
enum RandomModule {
    static let members = Modules.table([
        BuiltinFunction("random", .asksChance) { arguments, machine in
            try arguments.require(0...0, "random")
            return .float(unit(machine))
        },
        BuiltinFunction("uniform", .asksChance) { arguments, machine in
            try arguments.require(2...2, "uniform")
            let low = try MathModule.number(arguments.positional[0])
            return .float(low + (try MathModule.number(arguments.positional[1]) - low) * unit(machine))
        },
        BuiltinFunction("randint", .asksChance) { arguments, machine in
            try arguments.require(2...2, "randint")
            let low = try MathModule.integer(arguments.positional[0])
            let high = try MathModule.integer(arguments.positional[1])
            if high < low {
                // The words have numbers that need not fit 64 bits.
                let (first, end) = (Int128(low), Int128(high) + 1)
                throw Raise.valueError("empty range for randrange() (\(first), \(end), \(end - first))")
            }
            return .int(number(from: low, through: high, machine))
        },
        BuiltinFunction("randrange", .asksChance) { arguments, machine in
            guard case .other(let reference) = try Builtins.makeRange(arguments, machine),
                let range = reference as? RangeObject, range.count > 0
            else { throw Raise.valueError("empty range for randrange()") }
            return .int(range.number(at: number(from: 0, through: range.count - 1, machine)))
        },
        BuiltinFunction("choice", .asksChance) { arguments, machine in
            let sequence = try arguments.one("choice")
            let count = try machine.length(of: sequence)
            if count == 0 { throw Raise.indexError("Cannot choose from an empty sequence") }
            return try machine.item(of: sequence, at: .int(number(from: 0, through: count - 1, machine)))
        },
        BuiltinFunction("choices", .asksChance) { arguments, machine in
            let matched = try arguments.matched(["population", "weights", "k"], required: 1, "choices")
            if let weights = matched[1], !weights.isNone { throw Raise.typeError("weights are not supported") }
            let items = try machine.items(of: matched[0] ?? .none)
            if items.isEmpty { throw Raise.indexError("Cannot choose from an empty sequence") }
            var result: [Object] = []
            for _ in 0..<max(0, try matched[2].map { try MathModule.integer($0) } ?? 1) {
                try machine.charge(bytes: 16, steps: 1)
                result.append(items[number(from: 0, through: items.count - 1, machine)])
            }
            return try machine.newList(result)
        },
        BuiltinFunction("sample", .asksChance) { arguments, machine in
            let matched = try arguments.matched(["population", "k"], required: 2, "sample")
            var items = try machine.items(of: matched[0] ?? .none)
            let count = try MathModule.integer(matched[1] ?? .none)
            guard count >= 0, count <= items.count else {
                throw Raise.valueError("Sample larger than population or is negative")
            }
            try machine.charge(steps: items.count)
            shuffle(&items, machine)
            return try machine.newList(Array(items.prefix(count)))
        },
        BuiltinFunction("shuffle", [.changesFirst, .asksChance]) { arguments, machine in
            guard case .list(let list) = try arguments.one("shuffle") else {
                throw Raise.typeError("only a list can be shuffled")
            }
            try machine.charge(steps: list.count)
            try list.change(machine) { shuffle(&$0, machine) }
            return .none
        },
    ])

    /// 53 random bits below 1.
    private static func unit(_ machine: Machine) -> Double { Double(machine.host.random() >> 11) * 0x1p-53 }

    private static func number(from low: Int, through high: Int, _ machine: Machine) -> Int {
        let width = UInt64(bitPattern: Int64(high &- low)) &+ 1
        // Of 64 bits the bias is nothing anybody could see; rejecting could go on for ever with a host that repeats.
        let offset = width == 0 ? machine.host.random() : width.multipliedFullWidth(by: machine.host.random()).high
        return low &+ Int(truncatingIfNeeded: offset)
    }

    private static func shuffle(_ items: inout [Object], _ machine: Machine) {
        for index in items.indices.reversed() { items.swapAt(index, number(from: 0, through: index, machine)) }
    }
}

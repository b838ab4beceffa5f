import EnginePort
import Models
import Values

/// A multi-instance loop: an instance for each item, all at once or one after the other.
struct MultiInstanceLoop: Sendable {
    let characteristics: MultiInstance

    func begin(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        for item in [characteristics.inputItem, characteristics.outputItem].compactMap(\.self)
        where instance.tokens[token].data[item] != nil {
            throw instance.failure(at: token, "its item `\(item)` exists already; the loop would overwrite it")
        }
        let items = try items(at: token, in: &instance)
        try prepareOutput(at: token, in: &instance)
        instance.tokens[token].memory = .loop(LoopProgress(items: items))
        if items.count == 0 { return .ready }
        for _ in 0..<(characteristics.sequential ? 1 : items.count) { try instance.beginLoopInstance(of: token) }
        return .started
    }

    /// An instance has ended: its output item, or all of its data, goes to the loop.
    func take(_ child: TokenIndex, into token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        guard let progress = instance.loopProgress(of: token), let items = progress.items else { return }
        let isOver = try isComplete(with: child, in: &instance)
        try collect(child, into: token, in: &instance)
        if isOver || progress.ended == items.count {
            try instance.cancelLoopInstances(of: token, besides: child)
            try instance.set(token, to: .ready)
        } else if characteristics.sequential {
            try instance.beginLoopInstance(of: token)
        }
    }

    /// What an instance's token gets of the item with this number.
    /// - Throws: where a run of a sequential loop has taken away what it goes over.
    func item(
        _ number: Int, of items: LoopProgress.Items, at token: TokenIndex, in instance: Instance
    ) throws(EngineFailure) -> Value {
        guard let name = characteristics.loopDataInput else { return .int(number) }
        // (A bare nil would become Value's null here.)
        let found: Value? =
            switch (instance.tokens[token].data[name], items) {
            case (.list(let list), .positions): number < list.count ? list[number] : Value?.none
            case (.dict(let entries), .keys(let keys)): entries[keys[number]]
            case (.string(let text), .positions): text.character(number, of: items.count)
            default: Value?.none
            }
        guard let found else {
            throw instance.failure(
                at: token, "`\(name)` has changed while the loop goes over it: item \(number) is gone")
        }
        return found
    }

    /// What it costs to find that item, in tokens gone through.
    func cost(of number: Int, of items: LoopProgress.Items, at token: TokenIndex, in instance: Instance) -> Int {
        guard let name = characteristics.loopDataInput, case .string(let text) = instance.tokens[token].data[name]
        else { return 0 }
        return text.utf8.count == items.count ? items.count / 64 : number / 4
    }

    private func items(at token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> LoopProgress.Items {
        if let name = characteristics.loopDataInput {
            switch instance.tokens[token].data[name] {
            case .list(let list): return .positions(list.count)
            case .dict(let entries): return .keys(Array(entries.keys))
            case .string(let text): return .positions(text.unicodeScalars.count)
            case nil: throw instance.failure(at: token, "there is no `\(name)` to go over")
            case .some(let other):
                throw instance.failure(
                    at: token, "`\(name)` is \(other.kindWithArticle); a loop goes over a list or object")
            }
        }
        guard let cardinality = characteristics.cardinality else { return .positions(0) }
        guard case .int(let count) = try instance.evaluate(cardinality, at: token) else {
            throw instance.failure(at: token, "`\(cardinality.source)` is not a whole number")
        }
        return .positions(max(0, count))
    }

    private func isComplete(with child: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool {
        guard let condition = characteristics.completionCondition else { return false }
        return try instance.holds(condition, at: child)
    }
}

extension String {
    /// A character of a text that had so many; in one of ASCII alone they need not be counted.
    fileprivate func character(_ number: Int, of count: Int) -> Value? {
        let isASCII =
            utf8.count == count
            && utf8.withContiguousStorageIfAvailable { $0.reduce(0) { $0 | $1 } < 0x80 } ?? false
        guard isASCII else { return unicodeScalars.dropFirst(number).first.map { .string(String($0)) } }
        guard number < count else { return nil }
        return .string(String(unicodeScalars[utf8.index(startIndex, offsetBy: number)]))
    }
}

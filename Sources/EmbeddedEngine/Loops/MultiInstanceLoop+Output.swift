import EnginePort
import Messages
import Models
import Values

extension MultiInstanceLoop {
    /// The collection the output items go to is there before the first instance begins.
    func prepareOutput(at token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        guard let name = characteristics.loopDataOutput else { return }
        let input = characteristics.loopDataInput.flatMap { instance.tokens[token].data[$0] }
        switch instance.tokens[token].data[name] {
        case nil:
            if case .dict = input {
                instance.tokens[token].data[name] = .emptyDict
            } else {
                instance.tokens[token].data[name] = .list([])
            }
        case .dict: break
        case .list(let list):
            guard list.isEmpty || name == characteristics.loopDataInput else {
                throw instance.failure(
                    at: token, "`\(name)` must be empty or an object, unless the loop changes its input in place")
            }
        case .some(let other):
            throw instance.failure(at: token, "`\(name)` is \(other.kindWithArticle); output goes to a list or object")
        }
    }

    /// What an instance leaves behind: its output item, or all of its data.
    func collect(
        _ child: TokenIndex, into token: TokenIndex, in instance: inout Instance
    ) throws(EngineFailure) {
        guard let output = characteristics.loopDataOutput, let item = characteristics.outputItem else {
            return try takeAll(of: child, into: token, in: &instance)
        }
        guard let value = instance.takeData(of: child)[item] else {
            throw instance.failure(at: child, "it ended without its output item `\(item)`")
        }
        guard instance.measure(value) != nil else {
            throw Nesting.failure(at: instance.node(of: child).id, "its output item `\(item)`")
        }
        let number = Int(instance.tokens[child].item)
        let key = key(of: number, at: token, in: instance) ?? String(number)
        let isCollected = instance.tokens[token].data.updateValue(forKey: output, default: .null) { collection in
            collection.collect(value, at: isInPlace ? number : nil, key: key)
        }
        if !isCollected { throw instance.failure(at: token, "its output `\(output)` is gone") }
    }

    private var isInPlace: Bool { characteristics.loopDataOutput == characteristics.loopDataInput }

    private func takeAll(
        of child: TokenIndex, into token: TokenIndex, in instance: inout Instance
    ) throws(EngineFailure) {
        let data = instance.takeData(of: child)
        if characteristics.sequential {
            instance.tokens[token].data = data
            return
        }
        do {
            try instance.tokens[token].data.merge(data)
        } catch {
            throw instance.failure(at: token, error.message)
        }
    }

    private func key(of number: Int, at token: TokenIndex, in instance: Instance) -> String? {
        guard case .keys(let keys) = instance.loopProgress(of: token)?.items, number < keys.count else { return nil }
        return keys[number]
    }
}

extension Value {
    /// Puts an output item into a collection, without a copy of it. False where this is no collection.
    fileprivate mutating func collect(_ item: Value, at position: Int?, key: String) -> Bool {
        if var entries = takeEntries() {
            entries[key] = item
            self = .dict(entries)
            return true
        }
        guard var list = takeList() else { return false }
        if let position, position < list.count { list[position] = item } else { list.append(item) }
        self = .list(list)
        return true
    }
}

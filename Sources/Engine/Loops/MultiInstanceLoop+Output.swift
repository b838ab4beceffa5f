import BPMN
import Events
import OrderedCollections

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
            throw instance.failure(at: token, "`\(name)` is a \(other.kindName); output goes to a list or object")
        }
    }

    /// What an instance leaves behind.
    func collect(
        _ data: TaskData, of child: TokenIndex, into token: TokenIndex, in instance: inout Instance
    ) throws(EngineFailure) {
        guard let output = characteristics.loopDataOutput, let item = characteristics.outputItem else {
            if characteristics.sequential {
                instance.tokens[token].data = data
                return
            }
            do {
                return try instance.tokens[token].data.merge(data)
            } catch {
                throw instance.failure(at: token, error.message)
            }
        }
        // The item is one list or object deeper in the loop's data than it was in its own.
        instance.tokens[token].nesting = max(instance.tokens[token].nesting, instance.tokens[child].nesting)
        try instance.deepen(token, by: 2)
        guard let value = data[item] else {
            throw instance.failure(at: child, "it ended without its output item `\(item)`")
        }
        let number = Int(instance.tokens[child].item)
        let key = self.key(of: number, at: token, in: instance)
        switch instance.tokens[token].data[output] {
        case .dict(var entries):
            instance.tokens[token].data[output] = .null
            entries[key ?? String(number)] = value
            instance.tokens[token].data[output] = .dict(entries)
        case .list(var list):
            instance.tokens[token].data[output] = .null
            if output == characteristics.loopDataInput, number < list.count {
                list[number] = value
            } else {
                list.append(value)
            }
            instance.tokens[token].data[output] = .list(list)
        default: throw instance.failure(at: token, "its output `\(output)` is gone")
        }
    }

    private func key(of number: Int, at token: TokenIndex, in instance: Instance) -> String? {
        guard case .keys(let keys) = instance.loopProgress(of: token)?.items, number < keys.count else { return nil }
        return keys[number]
    }
}

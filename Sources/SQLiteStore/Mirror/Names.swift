import Messages
import StorePort
import Values

/// What the tables name by a small integer instead of repeating: definitions, interests and sources. All of them are
/// in memory, so that a name nobody knows costs no look at the disk.
final class Names {
    struct Definition {
        var key: Int64
        var hash: String
        var process: String
    }

    /// What instances of one definition wait for, or waited once. Nil catches every name of that kind.
    struct Interest: Hashable {
        var kind: EventKind
        var name: String?
    }

    struct InterestedDefinition {
        var interest: Int64
        var definition: Int64
        /// Some instance may wait for every event of the name, whatever its correlations.
        var takesAny: Bool
    }

    private(set) var definitions: [Int64: Definition] = [:]
    private(set) var definitionKeys: TextMap<Int64> = [:]
    private(set) var interested: [Interest: [InterestedDefinition]] = [:]
    private var interests: [Int64: Interest] = [:]
    private var sources: TextMap<Int64> = [:]
    /// Messages come many in a row from one source.
    private var lastSource: (name: String, key: Int64)?

    private enum Addition {
        case definition(Int64, hash: String)
        case interest(Interest, key: Int64)
        case source(String)
    }

    /// What the open transaction added, oldest first: undone when it is rolled back.
    private var additions: [Addition] = []

    init() {}

    func add(_ definition: Definition) {
        definitions[definition.key] = definition
        definitionKeys[definition.hash] = definition.key
        additions.append(.definition(definition.key, hash: definition.hash))
    }

    func add(_ interest: Interest, of interested: InterestedDefinition) {
        self.interested[interest, default: []].append(interested)
        interests[interested.interest] = interest
        additions.append(.interest(interest, key: interested.interest))
    }

    /// Once set it stays: it only saves a look that would find nothing.
    func noteTakesAny(_ key: Int64) {
        guard let interest = interests[key],
            let index = interested[interest]?.firstIndex(where: { $0.interest == key })
        else { return }
        interested[interest]?[index].takesAny = true
    }

    func interest(_ key: Int64) -> Interest? { interests[key] }

    func add(source name: String, key: Int64) {
        sources[name] = key
        lastSource = (name, key)
        additions.append(.source(name))
    }

    func source(_ name: String) -> Int64? {
        if let lastSource, lastSource.name == name { return lastSource.key }
        guard let key = sources[name] else { return nil }
        lastSource = (name, key)
        return key
    }

    /// A point to roll back to.
    var mark: Int { additions.count }

    func commit() { additions.removeAll(keepingCapacity: true) }

    func rollBack(to mark: Int) {
        while additions.count > mark, let addition = additions.popLast() {
            switch addition {
            case .definition(let key, let hash):
                definitions[key] = nil
                definitionKeys[hash] = nil
            case .interest(let interest, let key):
                interested[interest]?.removeAll { $0.interest == key }
                interests[key] = nil
            case .source(let name):
                sources[name] = nil
                lastSource = nil
            }
        }
    }

    /// Forgets all, before they are read again.
    func removeAll() {
        definitions.removeAll()
        definitionKeys.removeAll()
        interested.removeAll()
        interests.removeAll()
        sources.removeAll()
        lastSource = nil
        additions.removeAll()
    }
}

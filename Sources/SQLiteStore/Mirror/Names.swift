import Messages
import StorePort
import Values

/// What the tables name by a small integer instead of repeating: definitions, interests and sources. All of them are
/// in memory, so that a name nobody knows costs no look at the disk.
struct Names {
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

    init() {}

    mutating func add(_ definition: Definition) {
        definitions[definition.key] = definition
        definitionKeys[definition.hash] = definition.key
    }

    mutating func add(_ interest: Interest, of interested: InterestedDefinition) {
        self.interested[interest, default: []].append(interested)
        interests[interested.interest] = interest
    }

    /// Once set it stays: it only saves a look that would find nothing.
    mutating func noteTakesAny(_ key: Int64) {
        guard let interest = interests[key],
            let index = interested[interest]?.firstIndex(where: { $0.interest == key && !$0.takesAny })
        else { return }
        interested[interest]?[index].takesAny = true
    }

    func interest(_ key: Int64) -> Interest? { interests[key] }

    mutating func add(source name: String, key: Int64) { sources[name] = key }

    func source(_ name: String) -> Int64? { sources[name] }
}

package import EnginePort
import Messages
import Values

/// The processes the bridge knows: the newest version of each, which new instances take, and the older ones that
/// instances still run.
package struct ProcessCatalog: Sendable {
    package private(set) var interfaces: TextMap<ProcessInterface> = [:]
    private var newest: TextMap<DefinitionHash> = [:]
    private var starting: [EventKey: [DefinitionHash]] = [:]
    private var concerned: [EventKey: [DefinitionHash]] = [:]
    private var waiting: [EventKey: [DefinitionHash]] = [:]

    package init() {}

    /// - Parameter isNewest: whether new instances of the process take this version.
    package mutating func add(_ interface: ProcessInterface, isNewest: Bool) {
        guard interfaces[interface.definition] == nil else { return }
        interfaces[interface.definition] = interface
        for use in Set((interface.starts + interface.waits).map { EventKey(kind: $0.kind, name: $0.name) }) {
            concerned[use, default: []].append(interface.definition)
        }
        for use in Set(interface.waits.map { EventKey(kind: $0.kind, name: $0.name) }) {
            waiting[use, default: []].append(interface.definition)
        }
        guard isNewest else { return }
        newest[interface.process] = interface.definition
        for use in Set(interface.starts.map { EventKey(kind: $0.kind, name: $0.name) }) {
            starting[use, default: []].append(interface.definition)
        }
    }

    /// The newest versions of the processes that this event starts.
    package func started(by key: EventKey) -> [DefinitionHash] { find(key, in: starting) }

    /// Every version that starts with this event or waits for it somewhere.
    package func concerned(by key: EventKey) -> [DefinitionHash] { find(key, in: concerned) }

    /// Every version that waits for this event somewhere.
    func waiting(for key: EventKey) -> [DefinitionHash] { find(key, in: waiting) }

    package func process(of definition: DefinitionHash) -> String {
        interfaces[definition]?.process ?? definition
    }

    private func find(_ key: EventKey, in table: [EventKey: [DefinitionHash]]) -> [DefinitionHash] {
        let exact = table[key] ?? []
        guard key.name != nil, let all = table[EventKey(kind: key.kind, name: nil)] else { return exact }
        return exact + all.filter { !exact.contains($0) }
    }
}

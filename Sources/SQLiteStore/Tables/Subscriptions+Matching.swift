package import Messages
package import StorePort
import Values

extension Transaction {
    /// The running instances of `definition` that wait for this kind and name with any of `correlations`, or with
    /// none, in the order they began, after `key`.
    package func waiting(
        for kind: EventKind, name: String, in definition: String, correlations: [CorrelationText],
        after key: InstanceKey? = nil, limit: Int
    ) throws(StoreFailure) -> [InstanceKey] {
        guard let definition = names.definitionKeys[definition] else { return [] }
        var found: [InstanceKey] = []
        for interest in [Names.Interest(kind: kind, name: name), Names.Interest(kind: kind, name: nil)] {
            for interested in names.interested[interest] ?? [] where interested.definition == definition {
                if interested.takesAny {
                    try collect(interested.interest, "", after: key, limit: limit, into: &found)
                }
                for correlation in correlations {
                    try collect(interested.interest, correlation.text, after: key, limit: limit, into: &found)
                }
            }
        }
        guard found.count > 1 else { return found }
        found.sort()
        var last: InstanceKey?
        found.removeAll { key in
            defer { last = key }
            return key == last
        }
        return found.count > limit ? Array(found.prefix(limit)) : found
    }

    private func collect(
        _ interest: Int64, _ correlation: String, after key: InstanceKey?, limit: Int, into found: inout [InstanceKey]
    ) throws(StoreFailure) {
        let select = try database.statement(
            """
            SELECT instance FROM subscription WHERE interest = ?1 AND correlation = ?2 AND instance > ?3
            ORDER BY instance LIMIT ?4
            """)
        select.bind(1, interest)
        select.bind(2, correlation)
        select.bind(3, key?.number ?? 0)
        select.bind(4, limit)
        while try select.step() { found.append(InstanceKey(select.int64(0))) }
    }
}

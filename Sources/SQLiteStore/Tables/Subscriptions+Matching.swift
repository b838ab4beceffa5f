import Messages
import StorePort
import Values

extension Tables {
    /// The running instances that wait for an event, in the order they began.
    func waiting(_ query: ReceiverQuery) throws(StoreFailure) -> [InstanceKey] {
        guard let definition = mirror.now.names.definitionKeys[query.definition] else { return [] }
        let (key, limit) = (query.after, query.limit)
        var found: [InstanceKey] = []
        for interest in [
            Names.Interest(kind: query.kind, name: query.name), Names.Interest(kind: query.kind, name: nil),
        ] {
            for interested in mirror.now.names.interested[interest] ?? [] where interested.definition == definition {
                if interested.takesAny {
                    try collect(interested.interest, "", after: key, limit: limit, into: &found)
                }
                for correlation in query.correlations {
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

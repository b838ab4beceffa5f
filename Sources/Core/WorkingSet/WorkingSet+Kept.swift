import StorePort
import Values

/// How much is held and parked of what came by each route.
extension WorkingSet {
    func kept(route: String) throws(StoreFailure) -> KeptAmount {
        let source: Int64
        if let known = sources[route] {
            source = known
        } else {
            guard case .number(let found) = try store.read(.source(route)) else { throw Self.misunderstood("a source") }
            guard let found else { return KeptAmount() }
            sources[route] = found
            source = found
        }
        return kept(source)
    }

    /// Another one after every change of what is kept.
    var keptVersion: Int { standing.keptVersion }

    /// What a row that came by this route counts for.
    func charge(_ route: String?, bytes: Int) throws(StoreFailure) -> Charge? {
        guard let route else { return nil }
        return Charge(route: try source(route), bytes: bytes)
    }

    func add(_ charge: Charge?) { change(charge, by: 1) }

    func remove(_ charge: Charge?) { change(charge, by: -1) }

    private func kept(_ source: Int64) -> KeptAmount { kept[source] ?? standing.kept[source] ?? KeptAmount() }

    private func change(_ charge: Charge?, by sign: Int) {
        guard let charge else { return }
        var amount = kept(charge.route)
        amount.count += sign
        amount.bytes += sign * charge.bytes
        kept.set(amount, for: charge.route)
    }
}

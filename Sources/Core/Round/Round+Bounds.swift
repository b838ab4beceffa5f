import Messages
import Routing
import StorePort
import Values

/// How much is kept of what came by the inbound routes, and of what processes throw: what senders can make the bridge
/// keep is bounded, at once and by the processes that they start.
extension Round {
    /// What processes throw is counted under this name while it is kept, as if it came by a route.
    static let inside = "(thrown by processes)"

    /// How much each route keeps.
    func kept() throws -> TextMap<KeptAmount> {
        var amounts: TextMap<KeptAmount> = [:]
        for route in routes.inbound.all { amounts[route.label] = try set.kept(route: route.label) }
        amounts[Self.inside] = try set.kept(route: Self.inside)
        return amounts
    }

    /// What is done instead of keeping one more of a route, where it keeps as many as it may and does not pause then;
    /// else nil.
    /// - Parameter reason: why it would have been kept.
    func overflow(
        _ route: String?, _ origin: KeptDelivery?, reason: String
    ) throws -> Outcome? {
        // What is retried had a place before.
        guard !isRetrying, let route, let origin, let unmatched = routes.inbound.route(labelled: route)?.unmatched,
            unmatched.over != .pause
        else { return nil }
        let kept = try set.kept(route: route)
        guard kept.count >= unmatched.most.count || kept.bytes + origin.body.count > unmatched.most.bytes else {
            return nil
        }
        let why =
            "\(reason); and \(kept.count) events (\(kept.bytes) bytes) of \(route) are kept already, as many as may be"
        if unmatched.over == .discard {
            effects.note(.discarded, why, origin)
            return .discarded
        }
        return try deadLetter(origin, reason: why, stage: "unmatched")
    }
}

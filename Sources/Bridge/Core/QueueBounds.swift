import Messages
import Routing
import Store
import Values

/// Which queues are not consumed for now, as a route of theirs keeps as many events as it may, and pauses then. A queue is
/// consumed again when no more than three quarters of that are left.
struct QueueBounds {
    private struct Route {
        var label: String
        var queue: String
        var most: Unmatched.Most
    }

    private let routes: [Route]
    private var full: TextSet = []

    init(_ inbound: InboundRoutes) {
        routes = inbound.all.filter { $0.unmatched.over == .pause }.map {
            Route(label: $0.label, queue: $0.queue, most: $0.unmatched.most)
        }
    }

    /// The queues that are not consumed.
    var paused: TextSet { TextSet(routes.filter { full.contains($0.label) }.map(\.queue)) }

    /// What is kept has changed: what is to be done about which queue.
    mutating func keeps(_ amounts: TextMap<KeptAmount>) -> [CoreEffects.QueueChange] {
        let before = paused
        var changes: [CoreEffects.QueueChange] = []
        for route in routes {
            let kept = amounts[route.label] ?? KeptAmount()
            if kept.count >= route.most.count || kept.bytes >= route.most.bytes {
                if full.insert(route.label).inserted, !before.contains(route.queue) {
                    changes.append(.pause(queue: route.queue, reason: Self.reason(route.label, kept, route.most)))
                }
            } else if kept.count <= route.most.count * 3 / 4, kept.bytes <= route.most.bytes / 4 * 3 {
                full.remove(route.label)
            }
        }
        return changes + before.subtracting(paused).sorted().map { .resume(queue: $0) }
    }

    private static func reason(_ label: String, _ kept: KeptAmount, _ most: Unmatched.Most) -> String {
        "\(kept.count) events (\(kept.bytes) bytes) of \(label) are held or parked, and no more than \(most.count) "
            + "(\(most.bytes) bytes) may be: retry or discard some (bpmn-bridge parked), raise `unmatched.most`, or set "
            + "`unmatched.over` to dead or discard"
    }
}

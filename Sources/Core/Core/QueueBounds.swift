import Messages
import Routing
import StorePort
import Values

/// Which queues are not consumed for now, as a route of theirs keeps as many events as it may, and pauses then. A queue is
/// consumed again when no more than three quarters of that are left.
///
/// What processes throw and nobody takes pauses every queue: whatever is consumed may lead to more of it, and neither may
/// it be lost, nor is the instance at fault that throws it.
struct QueueBounds {
    private struct Route {
        var label: String
        var queue: String
        var most: Unmatched.Most
    }

    private var routes: [Route]
    private var full: TextSet = []

    init(_ inbound: InboundRoutes, mostThrown: Unmatched.Most) {
        routes = inbound.all.filter { $0.unmatched.over == .pause }.map {
            Route(label: $0.label, queue: $0.queue, most: $0.unmatched.most)
        }
        for queue in TextSet(inbound.all.map(\.queue)).sorted() {
            routes.append(Route(label: Round.inside, queue: queue, most: mostThrown))
        }
    }

    /// Whether as much is kept under this name as may be.
    func isFull(_ label: String) -> Bool { full.contains(label) }

    /// The queues that are not consumed.
    var paused: TextSet { TextSet(routes.filter { full.contains($0.label) }.map(\.queue)) }

    /// What is kept has changed: what is to be done about which queue.
    mutating func keeps(_ amounts: TextMap<KeptAmount>) -> [CoreEffects.QueueChange] {
        let before = paused
        let fullBefore = full
        var told: TextSet = []
        var changes: [CoreEffects.QueueChange] = []
        for route in routes {
            let kept = amounts[route.label] ?? KeptAmount()
            if kept.count >= route.most.count || kept.bytes >= route.most.bytes {
                full.insert(route.label)
                let isNew = !fullBefore.contains(route.label) && !before.contains(route.queue)
                if isNew, told.insert(route.queue).inserted {
                    changes.append(.pause(queue: route.queue, reason: Self.reason(route.label, kept, route.most)))
                }
            } else if kept.count <= route.most.count * 3 / 4, kept.bytes <= route.most.bytes / 4 * 3 {
                full.remove(route.label)
            }
        }
        return changes + before.subtracting(paused).sorted().map { .resume(queue: $0) }
    }

    private static func reason(_ label: String, _ kept: KeptAmount, _ most: Unmatched.Most) -> String {
        if label == Round.inside {
            return "\(kept.count) events (\(kept.bytes) bytes) that processes have thrown and nobody takes are held or "
                + "parked, and no more than \(most.count) (\(most.bytes) bytes) may be: add an outbound route that takes "
                + "them (or lets them go: `discard: true`), then retry or discard some (bpmn-bridge parked); until then "
                + "no timer fires, either"
        }
        return "\(kept.count) events (\(kept.bytes) bytes) of \(label) are held or parked, and no more than "
            + "\(most.count) (\(most.bytes) bytes) may be: retry or discard some (bpmn-bridge parked), raise `unmatched.most`, or set "
            + "`unmatched.over` to dead or discard"
    }
}

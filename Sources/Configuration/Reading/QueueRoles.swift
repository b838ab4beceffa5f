import AMQP

/// What the inbound routes say of their queues. Several routes may read one queue, and must not contradict each other.
struct QueueRoles {
    let report: Report
    private var types: TextMap<QueueType> = [:]
    private var deadQueues: TextMap<String> = [:]
    /// Queues that have a route which takes everything.
    private var taken: TextSet = []

    init(report: Report) { self.report = report }

    func type(of queue: String) -> QueueType { types[queue] ?? .quorum }

    func dead(of queue: String) -> String { deadQueues[queue] ?? queue + ".dead" }

    mutating func add(_ queue: String, at node: Node, alwaysTakes: Bool) {
        if taken.contains(queue) {
            report.warn(
                "an earlier route takes everything of the queue \"\(queue)\"; this one gets nothing (give the earlier one a \"when\")",
                at: node.mark)
        }
        if alwaysTakes { taken.insert(queue) }
    }

    mutating func set(type: QueueType, of queue: String, at node: Node) {
        if let earlier = types[queue], earlier != type {
            report.problem("an earlier route says the queue \"\(queue)\" is \(earlier.rawValue)", at: node)
        }
        types[queue] = types[queue] ?? type
    }

    mutating func set(dead: String, of queue: String, at node: Node) {
        if let earlier = deadQueues[queue], earlier != dead {
            report.problem("an earlier route sends the dead letters of \"\(queue)\" to \"\(earlier)\"", at: node)
        }
        deadQueues[queue] = deadQueues[queue] ?? dead
    }

    func checkDead(of queue: String, at node: Node) {
        let dead = dead(of: queue)
        if dead == queue { report.problem("dead letters must go to another queue than they came from", at: node) }
        if dead.utf8.count > MessageLimits.shortText {
            report.problem(
                "the name \"\(dead)\" has more than \(MessageLimits.shortText) bytes; give another as \"dead\"",
                at: node)
        }
    }
}

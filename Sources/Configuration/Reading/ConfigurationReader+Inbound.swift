import AMQP
import Messages
import Python
import Routing
import Values

extension ConfigurationReader {
    func inbound(_ node: Node?) -> [InboundSettings]? {
        var queues = QueueRoles(report: report)
        var places: TextMap<Int> = [:]
        let routes = values.list(node).compactMap { inboundRoute($0, &queues, &places) }
        return routes.map { route in
            var route = route
            (route.type, route.dead) = (queues.type(of: route.queue), queues.dead(of: route.queue))
            return route
        }
    }

    private func inboundRoute(
        _ node: Node, _ queues: inout QueueRoles, _ places: inout TextMap<Int>
    ) -> InboundSettings? {
        guard let section = Section(node, .inbound, report) else { return nil }
        let queueNode = section.required("queue")
        let queue = values.name(queueNode)
        let bindings = values.list(section.value("bindings")).compactMap(binding)
        let unmatched = unmatched(section.value("unmatched"))
        let accept = accept(section.value("accept"))
        let type = section.value("type").flatMap { values.choice($0, QueueType.self) }
        let dead = section.value("dead").flatMap { values.name($0) }
        guard let expressions = inboundExpressions(section), let queue, let queueNode else { return nil }
        places[queue, default: 0] += 1
        queues.add(queue, at: queueNode, alwaysTakes: expressions.when.isAlwaysTrue)
        if let type { queues.set(type: type, of: queue, at: section.value("type") ?? queueNode) }
        if let dead { queues.set(dead: dead, of: queue, at: section.value("dead") ?? queueNode) }
        queues.checkDead(of: queue, at: section.value("dead") ?? queueNode)
        return InboundSettings(
            queue: queue, type: .quorum, dead: "", bindings: bindings,
            route: InboundRoute(
                queue: queue, place: places[queue] ?? 1, expressions: expressions, unmatched: unmatched,
                accept: accept))
    }

    private func inboundExpressions(_ section: Section) -> InboundRoute.Expressions? {
        guard var all = try? InboundRoute.Expressions() else { return nil }
        let parts: [(String, WritableKeyPath<InboundRoute.Expressions, RouteExpression>)] = [
            ("event", \.event), ("name", \.name), ("payload", \.payload), ("instance", \.instance),
            ("message_id", \.messageID), ("when", \.when),
        ]
        for (key, part) in parts {
            guard let node = section.value(key) else { continue }
            // What is wrong was reported; the default stands in until the end.
            if let expression = expressions.expression(node, InboundRoute.variables) { all[keyPath: part] = expression }
        }
        return all
    }

    private func binding(_ node: Node) -> ExchangeBinding? {
        guard let section = Section(node, .binding, report) else { return nil }
        let exchange = values.name(section.required("exchange"))
        let type = section.value("type").map { exchangeType($0) } ?? "topic"
        let key = section.value("key").map { values.nameOrEmpty($0) } ?? "#"
        guard let exchange, let type, let key else { return nil }
        return ExchangeBinding(exchange: ExchangeDeclaration(name: exchange, type: type), key: key)
    }

    private func exchangeType(_ node: Node) -> String? {
        let known = ["topic", "direct", "fanout", "headers"]
        guard let type = values.name(node) else { return nil }
        // A plugin's types begin so.
        if known.contains(type) || type.hasPrefix("x-") { return type }
        let hint = NearestName.hint(for: type, among: known, between: "\"")
        report.problem(
            "must be one of \(known.joined(separator: ", ")) or a plugin's x-…, not \"\(type)\"\(hint)", at: node)
        return nil
    }

    private func accept(_ node: Node?) -> Acceptance {
        var accept = Acceptance()
        guard let node, let section = Section(node, .accept, report) else { return accept }
        if let instance = section.value("instance").flatMap({ values.bool($0) }) { accept.instance = instance }
        if let correlation = section.value("correlation").flatMap({ values.bool($0) }) {
            accept.correlation = correlation
        }
        if let sentBack = section.value("x-correlation").flatMap({ values.bool($0) }) { accept.sentBack = sentBack }
        return accept
    }

    private func unmatched(_ node: Node?) -> Unmatched {
        var unmatched = Unmatched()
        guard let node, let section = Section(node, .unmatched, report) else { return unmatched }
        if let hold = section.value("hold").flatMap({ values.duration($0) }) { unmatched.hold = hold }
        if let then = section.value("then").flatMap({ values.choice($0, Unmatched.Then.self) }) {
            unmatched.then = then
        }
        if let over = section.value("over").flatMap({ values.choice($0, Unmatched.Over.self) }) {
            unmatched.over = over
        }
        if let node = section.value("most"), let section = Section(node, .most, report) {
            if let count = section.value("count").flatMap({ values.integer($0, 1...Int(Int32.max)) }) {
                unmatched.most.count = count
            }
            if let bytes = section.value("bytes").flatMap({ values.bytes($0) }) { unmatched.most.bytes = bytes }
        }
        return unmatched
    }
}

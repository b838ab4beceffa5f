import AMQP
import Messages
import Python
import Routing
import Values

extension ConfigurationReader {
    func outbound(_ node: Node?) -> [OutboundSettings]? { values.list(node).compactMap(outboundRoute) }

    private func outboundRoute(_ node: Node) -> OutboundSettings? {
        guard let section = Section(node, .outbound, report) else { return nil }
        if section.value("discard").flatMap({ values.bool($0) }) ?? false { return discardingRoute(section) }
        // The empty name is the default exchange; its keys are names of queues.
        let exchange = values.nameOrEmpty(section.required("exchange"))
        let match = match(section.value("match"))
        let binds = values.list(section.value("bind")).compactMap(bind)
        if exchange == "", let node = section.value("bind") {
            report.problem("nothing can be bound to the default exchange", at: node)
        }
        let deliver = section.value("deliver").flatMap { values.choice($0, Deliver.self) }
        if let match, match.matches(.task), let deliver, deliver != .outward, let node = section.value("deliver") {
            report.problem(
                "tasks are done outside, so their route must be outward, not \(deliver.rawValue); leave `deliver` out",
                at: node)
        }
        let format = section.value("content_type").map { values.choice($0, OutboundFormat.self) } ?? .json
        guard let expressions = outboundExpressions(section), let exchange, let match, let format else {
            return nil
        }
        return OutboundSettings(
            exchange: exchange, bind: binds,
            route: OutboundRoute(
                match: match, exchange: exchange, expressions: expressions, deliver: deliver, format: format))
    }

    /// A route that drops what no instance of this bridge takes.
    private func discardingRoute(_ section: Section) -> OutboundSettings? {
        for key in SectionKind.outbound.keys where key != "match" && key != "discard" {
            guard let node = section.value(key) else { continue }
            report.problem("a route with `discard: true` publishes nothing; leave \"\(key)\" out", at: node)
        }
        guard let match = match(section.value("match")) else { return nil }
        if match.matches(.task), let node = section.value("match") {
            report.problem("a task without a route just waits; there is nothing to discard", at: node)
        }
        guard let route = try? OutboundRoute(discarding: match) else { return nil }
        return OutboundSettings(exchange: nil, bind: [], route: route)
    }

    private func outboundExpressions(_ section: Section) -> OutboundRoute.Expressions? {
        guard var all = try? OutboundRoute.Expressions() else { return nil }
        let variables = OutboundRoute.variables
        if let node = section.value("key"), let key = expressions.expression(node, variables) { all.key = key }
        if let node = section.value("body"), let body = expressions.expression(node, variables) { all.body = body }
        if let node = section.value("headers") { all.headers = headers(node) }
        return all
    }

    /// Header name → expression.
    private func headers(_ node: Node) -> TextTable<RouteExpression> {
        guard case .mapping(let mapping) = node else {
            report.problem("must be a mapping of header names to expressions, not \(node.kindName)", at: node)
            return [:]
        }
        var headers: TextTable<RouteExpression> = [:]
        for (key, value) in mapping {
            guard let name = values.name(key) else { continue }
            if OutboundRoute.ownHeaders.contains(name) {
                report.problem("every publication has the header \"\(name)\" already; choose another name", at: key)
            } else if let expression = expressions.expression(value, OutboundRoute.variables) {
                headers[name] = expression
            }
        }
        return headers
    }

    private func match(_ node: Node?) -> EventMatch? {
        var match = EventMatch()
        guard let node else { return match }
        guard let section = Section(node, .match, report) else { return nil }
        if let node = section.value("event"), let pattern = values.text(node) {
            match.event = Glob(pattern)
            let kinds = EventKind.allCases.map(\.rawValue)
            if !EventKind.allCases.contains(where: match.matches) {
                let hint = NearestName.hint(for: pattern, among: kinds, between: "\"")
                report.problem("matches no kind of event (\(kinds.joined(separator: ", ")))\(hint)", at: node)
            }
        }
        if let node = section.value("process"), let pattern = values.text(node) { match.process = Glob(pattern) }
        if let node = section.value("name"), let pattern = values.text(node) { match.name = Glob(pattern) }
        return match
    }

    private func bind(_ node: Node) -> QueueBinding? {
        if case .scalar = node {
            return values.name(node).map {
                QueueBinding(queue: QueueDeclaration(name: $0, type: .quorum), key: "#")
            }
        }
        guard let section = Section(node, .bind, report) else { return nil }
        let queue = values.name(section.required("queue"))
        let type = section.value("type").map { values.choice($0, QueueType.self) } ?? .quorum
        let key = section.value("key").map { values.nameOrEmpty($0) } ?? "#"
        guard let queue, let type, let key else { return nil }
        return QueueBinding(queue: QueueDeclaration(name: queue, type: type), key: key)
    }

    /// One exchange has one type, no matter which route names it; those of outbound routes are declared as topic.
    func checkExchanges(_ root: Section) {
        var topics: TextSet = []
        for case .mapping(let route) in items(root.value("outbound")) {
            if case .scalar(let exchange)? = route["exchange"] { topics.insert(exchange.string) }
        }
        var types: TextMap<String> = [:]
        for case .mapping(let route) in items(root.value("inbound")) {
            for case .mapping(let binding) in items(route["bindings"]) {
                guard case .scalar(let exchange)? = binding["exchange"] else { continue }
                let type = binding["type"]?.scalar?.string ?? "topic"
                let earlier = topics.contains(exchange.string) ? "topic" : types[exchange.string]
                if let earlier, earlier != type {
                    let place = binding["type"] ?? .scalar(exchange)
                    report.problem(
                        "the exchange \"\(exchange.string)\" is \(earlier) elsewhere in this file", at: place)
                }
                types[exchange.string] = types[exchange.string] ?? type
            }
        }
    }

    private func items(_ node: Node?) -> [Node] { node?.sequence.map(Array.init) ?? [] }
}

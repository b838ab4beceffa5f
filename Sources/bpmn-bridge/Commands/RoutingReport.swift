import Bridge
import Engine
import Events
import Routing

/// Which process starts by, waits for and emits which event, and where each comes from or goes to; what it decides by.
struct RoutingReport {
    let lines: [String]

    init(_ interfaces: [ProcessInterface], inbound routes: [InboundRoute], outbound: OutboundRoutes) {
        let queues = routes.map(\.queue)
        var lines: [String] = []
        var told: TextSet = []
        let different = queues.filter { told.insert($0).inserted }
        let sources =
            queues.isEmpty ? "no inbound route" : different.map { "queue \($0)" }.joined(separator: ", ")
        let listeners = Listeners(interfaces)
        for interface in interfaces {
            lines.append("process \(interface.process)  (version \(interface.definition.prefix(12)))")
            for use in interface.starts {
                lines.append("  starts by  \(Self.name(use))  at \(use.element)  ← \(sources)")
            }
            for use in interface.waits {
                lines.append("  waits for  \(Self.name(use))  at \(use.element)  ← \(sources)")
            }
            for use in interface.emits {
                let goal = Self.destination(of: use, from: interface.process, outbound, listeners)
                lines.append("  emits      \(Self.name(use))  at \(use.element)  → \(goal)")
            }
            for use in interface.decisions {
                lines.append("  decides by \(use.id) (\(use.hitPolicy), rules: \(use.rules))  at \(use.element)")
            }
        }
        self.lines =
            lines + routes.map(Self.acceptance) + Self.ambiguousStarts(interfaces)
            + Self.unroutedServices(interfaces, outbound)
            + Self.unrouted(interfaces, outbound, listeners)
    }

    /// What whoever may publish to the queue can do.
    private static func acceptance(_ route: InboundRoute) -> String {
        var ways: [String] = []
        if route.accept.instance && route.instanceSource != "None" { ways.append("its id (\(route.instanceSource))") }
        if route.accept.correlation { ways.append("correlation") }
        if route.accept.sentBack { ways.append("a sent-back x-correlation") }
        let reached = ways.isEmpty ? "no instance" : "any instance by \(ways.joined(separator: ", "))"
        return "queue \(route.label)  its senders may start processes and send signals, and reach \(reached)"
    }

    private static func name(_ use: ProcessInterface.Use) -> String {
        "\(use.kind.rawValue) \(use.name ?? "(any)")"
    }

    private static func destination(
        of use: ProcessInterface.Use, from process: String, _ outbound: OutboundRoutes, _ listeners: Listeners
    ) -> String {
        let event = use.event
        if use.kind == .task {
            return outbound.route(for: event, of: process).map { "exchange \($0.exchange)" }
                ?? "no outbound route; it waits until somebody answers"
        }
        let inside = listeners.processes(of: use)
        let here = inside.isEmpty ? "nobody here waits for it" : "inside to \(inside.joined(separator: ", "))"
        guard let route = outbound.route(for: event, of: process) else { return "no outbound route; \(here)" }
        if route.discards { return "\(here); discarded if nobody takes it" }
        switch route.delivery(of: use.kind) {
        case .outward: return "exchange \(route.exchange)"
        case .inward: return here
        case .both: return "exchange \(route.exchange), and \(here)"
        }
    }

    /// A message goes to one receiver: two processes that start by the same one leave it undecided.
    private static func ambiguousStarts(_ interfaces: [ProcessInterface]) -> [String] {
        var started: TextMap<[String]> = [:]
        for interface in interfaces {
            for use in interface.starts where use.kind == .message {
                started[name(use), default: []].append(interface.process)
            }
        }
        return started.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            "warning: \($0.key) starts each of \($0.value.joined(separator: ", ")): it will be parked as ambiguous"
        }
    }

    /// A service task that no route tells anybody about waits for ever.
    private static func unroutedServices(_ interfaces: [ProcessInterface], _ outbound: OutboundRoutes) -> [String] {
        interfaces.flatMap { interface in
            interface.services.filter {
                outbound.route(for: Event(kind: .task, name: $0.name ?? ""), of: interface.process) == nil
            }.map {
                "warning: the service task \($0.element) of \(interface.process) (\($0.name ?? "")) has no outbound route "
                    + "with `match: { event: task }`: it waits until somebody answers"
            }
        }
    }

    /// What is thrown and goes nowhere is parked each time.
    private static func unrouted(
        _ interfaces: [ProcessInterface], _ outbound: OutboundRoutes, _ listeners: Listeners
    ) -> [String] {
        interfaces.flatMap { interface in
            interface.emits.filter { use in
                guard use.kind != .task, listeners.processes(of: use).isEmpty else { return false }
                guard let route = outbound.route(for: use.event, of: interface.process) else { return true }
                return !route.discards && route.delivery(of: use.kind) == .inward
            }.map {
                "warning: no outbound route and no process takes the \(name($0)) that \($0.element) of "
                    + "\(interface.process) throws: it will be parked; add a route for it, or one with `discard: true`"
            }
        }
    }
}

extension ProcessInterface.Use {
    /// As it will be thrown.
    fileprivate var event: Event { Event(kind: kind, name: name ?? "", code: name) }
}

/// Which processes start by an event or can wait for it.
private struct Listeners {
    private var processes: [EventKey: [String]] = [:]

    init(_ interfaces: [ProcessInterface]) {
        for interface in interfaces {
            for key in Set((interface.starts + interface.waits).map { EventKey(kind: $0.kind, name: $0.name) }) {
                processes[key, default: []].append(interface.process)
            }
        }
    }

    func processes(of use: ProcessInterface.Use) -> [String] {
        let named = processes[EventKey(kind: use.kind, name: use.name)] ?? []
        guard use.name != nil, let any = processes[EventKey(kind: use.kind, name: nil)] else { return named }
        return TextSet(named + any).sorted()
    }
}

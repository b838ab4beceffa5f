import Core
import EnginePort
import Messages
import Operations
import Routing
import Values

/// Which process starts by, waits for and emits which event, and where each comes from or goes to; what it decides by.
struct RoutingReport {
    let lines: [String]

    init(_ interfaces: [ProcessInterface], inbound routes: [InboundRoute], outbound: OutboundRoutes) {
        let queues = routes.map(\.queue)
        var lines: [String] = []
        var told: TextSet = []
        let different = queues.filter { told.insert($0).inserted }
        let sources =
            queues.isEmpty ? "no inbound route" : "\(Receivers(different.map { "queue \($0)" }))"
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
        let here = listeners.receivers(of: use).map { "inside to \($0)" } ?? "nobody here waits for it"
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
            "warning: \($0.key) starts each of \(Receivers($0.value)): it will be parked as ambiguous"
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
                guard use.kind != .task, listeners.receivers(of: use) == nil else { return false }
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
    private var receivers: [EventKey: Receivers] = [:]

    /// - Parameter interfaces: in the order in which they are shown.
    init(_ interfaces: [ProcessInterface]) {
        var names: [EventKey: [String]] = [:]
        for interface in interfaces {
            for key in Set((interface.starts + interface.waits).map { EventKey(kind: $0.kind, name: $0.name) }) {
                names[key, default: []].append(interface.process)
            }
        }
        // Put together once for each event: every process may throw the same one, and catch all others.
        let all = Dictionary(
            uniqueKeysWithValues: names.filter { $0.key.name == nil }.map {
                ($0.key.kind, ($0.value, TextSet($0.value)))
            })
        for (key, named) in names {
            guard key.name != nil, let (rest, set) = all[key.kind] else {
                receivers[key] = Receivers(named, count: named.count)
                continue
            }
            let others = rest.prefix(Receivers.shown * 2).filter { !named.prefix(Receivers.shown).contains($0) }
            let shared = named.count { set.contains($0) }
            receivers[key] = Receivers(named + others, count: named.count + rest.count - shared)
        }
    }

    func receivers(of use: ProcessInterface.Use) -> Receivers? {
        receivers[EventKey(kind: use.kind, name: use.name)] ?? receivers[EventKey(kind: use.kind, name: nil)]
    }
}

/// The first of many names and how many there are: each line has some, and all lines together would grow with the square of
/// the processes.
private struct Receivers: CustomStringConvertible {
    static let shown = 8

    private let first: [String]
    private let count: Int

    init(_ names: [String], count: Int) {
        first = Array(names.prefix(Self.shown))
        self.count = count
    }

    init(_ names: [String]) { self.init(names, count: names.count) }

    var description: String {
        let shown = first.joined(separator: ", ")
        return count > first.count ? "\(shown) and \(count - first.count) more" : shown
    }
}

import Engine
import Events
import Routing

/// Which process starts by, waits for and emits which event, and where each comes from or goes to; what it decides by.
struct RoutingReport {
    let lines: [String]

    init(_ interfaces: [ProcessInterface], inbound queues: [String], outbound: OutboundRoutes) {
        var lines: [String] = []
        var told: Set<String> = []
        let different = queues.filter { told.insert($0).inserted }
        let sources = queues.isEmpty ? "no inbound route" : different.map { "queue \($0)" }.joined(separator: ", ")
        for interface in interfaces {
            lines.append("process \(interface.process)  (version \(interface.definition.prefix(12)))")
            for use in interface.starts {
                lines.append("  starts by  \(Self.name(use))  at \(use.element)  ← \(sources)")
            }
            for use in interface.waits {
                lines.append("  waits for  \(Self.name(use))  at \(use.element)  ← \(sources)")
            }
            for use in interface.emits {
                let goal = Self.destination(of: use, from: interface.process, outbound, interfaces)
                lines.append("  emits      \(Self.name(use))  at \(use.element)  → \(goal)")
            }
            for use in interface.decisions {
                lines.append("  decides by \(use.id) (\(use.hitPolicy), rules: \(use.rules))  at \(use.element)")
            }
        }
        self.lines = lines + Self.ambiguousStarts(interfaces) + Self.unroutedServices(interfaces, outbound)
    }

    private static func name(_ use: ProcessInterface.Use) -> String {
        "\(use.kind.rawValue) \(use.name ?? "(any)")"
    }

    private static func destination(
        of use: ProcessInterface.Use, from process: String, _ outbound: OutboundRoutes, _ interfaces: [ProcessInterface]
    ) -> String {
        let event = Event(kind: use.kind, name: use.name ?? "", code: use.name)
        if use.kind == .task {
            return outbound.route(for: event, of: process).map { "exchange \($0.exchange)" }
                ?? "no outbound route; it waits until somebody answers"
        }
        let inside = interfaces.filter { other in
            (other.starts + other.waits).contains { $0.kind == use.kind && ($0.name == nil || $0.name == use.name) }
        }.map(\.process)
        let listeners = inside.isEmpty ? "nobody here waits for it" : "inside to \(inside.joined(separator: ", "))"
        guard let route = outbound.route(for: event, of: process) else { return "no outbound route; \(listeners)" }
        switch route.deliver {
        case .outward: return "exchange \(route.exchange)"
        case .inward: return listeners
        case .both: return "exchange \(route.exchange), and \(listeners)"
        }
    }

    /// A message goes to one receiver: two processes that start by the same one leave it undecided.
    private static func ambiguousStarts(_ interfaces: [ProcessInterface]) -> [String] {
        var started: [String: [String]] = [:]
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
}

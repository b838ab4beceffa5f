/// The mappings that a configuration is made of, and the keys that each may have.
enum SectionKind: String, CaseIterable {
    case root = ""
    case broker = "broker"
    case tls = "broker.tls"
    case store = "store"
    case engines = "engines"
    case embedded = "engines.embedded"
    case inbound = "inbound[]"
    case binding = "inbound[].bindings[]"
    case unmatched = "inbound[].unmatched"
    case most = "inbound[].unmatched.most"
    case accept = "inbound[].accept"
    case outbound = "outbound[]"
    case match = "outbound[].match"
    case bind = "outbound[].bind[]"

    var keys: [String] {
        switch self {
        case .root: ["broker", "store", "processes", "dialect", "engines", "inbound", "outbound"]
        case .broker: ["url", "password_file", "heartbeat", "prefetch", "tls"]
        case .tls: ["authorities", "certificate", "key", "login"]
        case .store: ["path", "dedupe_window", "keep_completed"]
        case .engines: ["embedded"]
        case .embedded: ["threads"]
        case .inbound:
            [
                "queue", "type", "dead", "bindings", "event", "name", "payload", "instance", "message_id", "when",
                "unmatched", "accept",
            ]
        case .binding: ["exchange", "type", "key"]
        case .unmatched: ["hold", "then", "most", "over"]
        case .most: ["count", "bytes"]
        case .accept: ["instance", "correlation", "x-correlation"]
        case .outbound: ["match", "exchange", "key", "body", "content_type", "headers", "bind", "deliver", "discard"]
        case .match: ["event", "process", "name"]
        case .bind: ["queue", "type", "key"]
        }
    }
}

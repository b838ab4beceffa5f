/// What the content type of a body means to the bridge.
enum BodyFormat: Sendable, Hashable {
    case json
    case text(charset: String)
    case xml
    /// A CloudEvent whose attributes and data are one JSON object.
    case cloudEvent
    /// Not said, or said to be just bytes: JSON if it parses, else text, else base64.
    case unknown
    /// Said to be something else: base64, whatever the bytes look like, so that its type never depends on chance.
    case opaque

    /// The format that a content type names (RFC 9110 §8.3.1), or why it cannot be read.
    init(contentType: String?) throws(RouteFailure) {
        // What nearly every message says.
        if contentType == "application/json" {
            self = .json
            return
        }
        let parts = (contentType ?? "").split(separator: ";").map { $0.trimmed.lowercased() }
        guard let essence = parts.first, !essence.isEmpty else {
            self = .unknown
            return
        }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).split(separator: "\"").joined() }
        self = try Self.format(of: essence, charset: charset)
    }

    private static func format(of essence: String, charset: String?) throws(RouteFailure) -> BodyFormat {
        switch essence {
        case "application/cloudevents-batch+json":
            throw RouteFailure(
                stage: .decode, reason: "a batch of CloudEvents is not read; send each as a message of its own")
        case "application/cloudevents+json":
            try requireUTF8(charset, essence)
            return .cloudEvent
        case "application/json",
            _ where essence.hasSuffix("+json"):
            try requireUTF8(charset, essence)
            return .json
        case "application/xml", "text/xml",
            _ where essence.hasSuffix("+xml"):
            try requireUTF8(charset, essence)
            return .xml
        case _ where essence.hasPrefix("text/"): return .text(charset: charset ?? "utf-8")
        case "application/octet-stream", "binary/octet-stream": return .unknown
        default: return .opaque
        }
    }

    private static func requireUTF8(_ charset: String?, _ essence: String) throws(RouteFailure) {
        guard let charset, !["utf-8", "utf8", "us-ascii"].contains(charset) else { return }
        throw RouteFailure(stage: .decode, reason: "\(essence) in the charset \(charset) is not read; send UTF-8")
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmed: Substring {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let last = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
        return Substring(utf8[...last].drop(while: isBlank))
    }
}

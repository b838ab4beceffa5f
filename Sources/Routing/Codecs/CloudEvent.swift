import Messages
import Values

/// A CloudEvent (version 1.0) in a delivery: its attributes in the headers (binary mode) or in the body (structured).
///
/// Expressions see its data as `body`, and its attributes in `headers` as `ce-<name>`, however they came.
/// `type` and `message_id` are the message's own properties, and the event's where the message has none.
struct CloudEvent: Sendable {
    /// `id`, `source`, `type` and what else there is, without a prefix.
    var attributes: TextTable<Value>

    private static let prefixes = ["cloudEvents:", "cloudEvents_", "ce-"]

    var type: String? { attributes["type"]?.asString }

    var source: String? { attributes["source"]?.asString }

    /// `<source>/<id>`: an id alone is unique only within its source.
    var messageID: String? {
        guard let id = attributes["id"]?.asString else { return nil }
        guard let source else { return id }
        return source + "/" + id
    }

    /// The headers with the attributes among them.
    func headers(with headers: TextTable<Value>) -> TextTable<Value> {
        var all = headers
        for (name, value) in attributes { all["ce-" + name] = value }
        return all
    }

    /// Headers that have no value, those of attributes also by the name that expressions know them by.
    static func unreadable(_ headers: TextMap<String>) -> TextMap<String> {
        var all = headers
        for (name, reason) in headers {
            guard let attribute = prefixes.lazy.compactMap({ name.without(prefix: $0) }).first else { continue }
            all["ce-" + attribute] = reason
        }
        return all
    }

    /// The CloudEvent whose attributes stand in the headers; `nil` if none do.
    init?(headers: TextTable<Value>) {
        guard !headers.isEmpty, let prefix = Self.prefixes.first(where: { headers[$0 + "specversion"] != nil }) else {
            return nil
        }
        attributes = [:]
        for (name, value) in headers {
            if let attribute = name.without(prefix: prefix) { attributes[attribute] = value }
        }
    }

    /// The CloudEvent that a JSON object is, and its data.
    static func structured(_ body: Value) throws(RouteFailure) -> (event: CloudEvent, data: Value) {
        guard case .dict(var members) = body else {
            throw BodyDecoder.failure("a structured CloudEvent is a JSON object, not \(body.kindName)")
        }
        for name in ["specversion", "id", "source", "type"] where members[name]?.asString?.isEmpty != false {
            throw BodyDecoder.failure("the CloudEvent has no \"\(name)\", which every CloudEvent has")
        }
        let data = members.removeValue(forKey: "data")
        let encoded = members.removeValue(forKey: "data_base64")
        let event = CloudEvent(attributes: members)
        let format = try BodyFormat(contentType: members["datacontenttype"]?.asString)
        switch (data, encoded) {
        case (let data?, nil): return (event, try event.plain(data, format))
        case (nil, .string(let text)?):
            guard let bytes = Base64.decode(text) else {
                throw BodyDecoder.failure("the CloudEvent's \"data_base64\" is not base64")
            }
            return (event, try BodyDecoder.decode(bytes, as: format))
        case (nil, nil): return (event, .null)
        default: throw BodyDecoder.failure("the CloudEvent's data must be \"data\" or the string \"data_base64\"")
        }
    }

    /// Data within JSON is itself, but XML comes as a string.
    private func plain(_ data: Value, _ format: BodyFormat) throws(RouteFailure) -> Value {
        guard format == .xml, case .string(let text) = data else { return data }
        return try BodyDecoder.decode(Array(text.utf8), as: .xml)
    }

    private init(attributes: TextTable<Value>) { self.attributes = attributes }
}

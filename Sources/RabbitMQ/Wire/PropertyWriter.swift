import AMQP
import CRabbitMQ
import Messages
import Values

/// Why a publication can never be sent.
struct Unpublishable: Error, Hashable {
    let reason: String
}

/// Writes message properties as the library's structs, into an arena.
///
/// It refuses what the library or the broker would end the connection over: short strings beyond 255 bytes, headers
/// that do not fit one frame, nesting deeper than what we read ourselves.
struct PropertyWriter {
    /// What properties and headers may take, so that the content header fits a frame of the smallest agreed size.
    let sizeLimit: Int
    private let frameSize: Int
    private let arena: Arena
    private var size = 0

    init(arena: Arena, frameSize: Int) {
        self.arena = arena
        self.frameSize = frameSize
        // The frame's own 8 bytes, class, weight, body size and flags, with some to spare.
        sizeLimit = max(0, frameSize - 64)
    }

    mutating func properties(_ source: MessageProperties) throws(Unpublishable) -> amqp_basic_properties_t {
        size = 0
        var raw = amqp_basic_properties_t()
        func set(_ flag: Int32) { raw._flags |= amqp_flags_t(flag) }
        if let text = source.contentType {
            raw.content_type = try short(text, "content type")
            set(AMQP_BASIC_CONTENT_TYPE_FLAG)
        }
        if let text = source.contentEncoding {
            raw.content_encoding = try short(text, "content encoding")
            set(AMQP_BASIC_CONTENT_ENCODING_FLAG)
        }
        if !source.headers.isEmpty {
            raw.headers = try table(source.headers, depth: 1)
            set(AMQP_BASIC_HEADERS_FLAG)
        }
        if let mode = source.deliveryMode {
            raw.delivery_mode = mode
            set(AMQP_BASIC_DELIVERY_MODE_FLAG)
        }
        if let priority = source.priority {
            raw.priority = priority
            set(AMQP_BASIC_PRIORITY_FLAG)
        }
        if let text = source.correlationID {
            raw.correlation_id = try short(text, "correlation id")
            set(AMQP_BASIC_CORRELATION_ID_FLAG)
        }
        if let text = source.replyTo {
            raw.reply_to = try short(text, "reply-to")
            set(AMQP_BASIC_REPLY_TO_FLAG)
        }
        if let text = source.expiration {
            raw.expiration = try short(text, "expiration")
            set(AMQP_BASIC_EXPIRATION_FLAG)
        }
        if let text = source.messageID {
            raw.message_id = try short(text, "message id")
            set(AMQP_BASIC_MESSAGE_ID_FLAG)
        }
        if let seconds = source.timestamp {
            raw.timestamp = seconds
            set(AMQP_BASIC_TIMESTAMP_FLAG)
        }
        if let text = source.type {
            raw.type = try short(text, "type")
            set(AMQP_BASIC_TYPE_FLAG)
        }
        if let text = source.userID {
            raw.user_id = try short(text, "user id")
            set(AMQP_BASIC_USER_ID_FLAG)
        }
        if let text = source.appID {
            raw.app_id = try short(text, "app id")
            set(AMQP_BASIC_APP_ID_FLAG)
        }
        return raw
    }

    /// Whether properties that are encoded already can be sent as they are: the broker would end the connection over others.
    func check(_ list: [UInt8]) throws(Unpublishable) {
        // What stands in the frame beside it: its head and end, the class, the weight and the size of the body.
        if list.count > frameSize - 20 {
            throw Unpublishable(reason: "the properties and headers take more than the \(frameSize) bytes of a frame")
        }
        if PropertyList(list) == nil { throw Unpublishable(reason: "the properties are not encoded as AMQP has them") }
    }

    /// A table of its own, outside of any message.
    mutating func table(_ entries: TextTable<Value>) throws(Unpublishable) -> amqp_table_t {
        size = 0
        return try table(entries, depth: 1)
    }

    /// The name of an exchange, or a routing key: it is in another frame than the properties.
    func name(_ text: String, _ what: @autoclosure () -> String) throws(Unpublishable) -> amqp_bytes_t {
        try Self.checkShort(text, what())
        return try arena.bytes(text).orOutOfMemory()
    }

    /// A string of at most 255 bytes, as properties and the names of headers are.
    private mutating func short(
        _ text: String, _ what: @autoclosure () -> String
    ) throws(Unpublishable) -> amqp_bytes_t {
        try Self.checkShort(text, what())
        return try bytes(text)
    }

    private static func checkShort(_ text: String, _ what: @autoclosure () -> String) throws(Unpublishable) {
        if text.utf8.count <= MessageLimits.shortText { return }
        throw Unpublishable(
            reason: "the \(what()) has \(text.utf8.count) bytes, more than AMQP's \(MessageLimits.shortText)")
    }

    private mutating func bytes(_ text: String) throws(Unpublishable) -> amqp_bytes_t {
        try count(text.utf8.count + 4)
        return try arena.bytes(text).orOutOfMemory()
    }

    private mutating func table(
        _ entries: TextTable<Value>, depth: Int
    ) throws(Unpublishable) -> amqp_table_t {
        if depth > MessageLimits.headerDepth { throw tooDeep }
        if entries.isEmpty { return amqp_empty_table }
        let room = try arena.room(for: amqp_table_entry_t.self, entries.count).orOutOfMemory()
        var next = room
        for (name, value) in entries {
            // 128 bytes is the protocol's limit; the broker takes what the length byte can say.
            let key = try short(name, "name of the header \(name.prefix(40))…")
            next.initialize(to: amqp_table_entry_t(key: key, value: try field(value, depth: depth)))
            next += 1
        }
        return amqp_table_t(num_entries: Int32(clamping: entries.count), entries: room)
    }

    private mutating func array(_ items: [Value], depth: Int) throws(Unpublishable) -> amqp_array_t {
        if depth > MessageLimits.headerDepth { throw tooDeep }
        if items.isEmpty { return amqp_empty_array }
        let room = try arena.room(for: amqp_field_value_t.self, items.count).orOutOfMemory()
        var next = room
        for item in items {
            next.initialize(to: try field(item, depth: depth))
            next += 1
        }
        return amqp_array_t(num_entries: Int32(clamping: items.count), entries: room)
    }

    private mutating func field(_ value: Value, depth: Int) throws(Unpublishable) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        try count(9)
        switch value {
        case .null: field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        case .bool(let flag):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = flag ? 1 : 0
        case .int(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = Int64(number)
        case .double(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_F64.rawValue)
            field.value.f64 = number
        case .string(let text):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = try bytes(text)
        case .list(let items):
            field.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
            field.value.array = try array(items, depth: depth + 1)
        case .dict(let entries):
            field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            field.value.table = try table(entries, depth: depth + 1)
        }
        return field
    }

    private mutating func count(_ bytes: Int) throws(Unpublishable) {
        size += bytes
        if size > sizeLimit {
            throw Unpublishable(reason: "the properties and headers take more than the \(sizeLimit) bytes of a frame")
        }
    }

    private var tooDeep: Unpublishable {
        Unpublishable(reason: "the headers are nested deeper than \(MessageLimits.headerDepth)")
    }
}

extension Optional {
    fileprivate func orOutOfMemory() throws(Unpublishable) -> Wrapped {
        guard let self else { throw Unpublishable(reason: "there is no memory left to write it") }
        return self
    }
}

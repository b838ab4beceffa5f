import CRabbitMQ
import Events

/// Reads the properties of a content header.
struct PropertyReader {
    private var contentType = RecentText()
    private var type = RecentText()
    private var appID = RecentText()

    mutating func header(_ size: UInt64, _ raw: amqp_basic_properties_t) -> ContentHeader {
        let flags = raw._flags
        func has(_ flag: Int32) -> Bool { flags & amqp_flags_t(flag) != 0 }
        var fields = FieldReader()
        var read = MessageProperties()
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) {
            read.contentType = checked(contentType.read(raw.content_type), raw.content_type, "content-type", &fields)
        }
        if has(AMQP_BASIC_CONTENT_ENCODING_FLAG) {
            read.contentEncoding = text(raw.content_encoding, "content-encoding", &fields)
        }
        if has(AMQP_BASIC_HEADERS_FLAG) { read.headers = fields.table(raw.headers) }
        if has(AMQP_BASIC_DELIVERY_MODE_FLAG) { read.deliveryMode = raw.delivery_mode }
        if has(AMQP_BASIC_PRIORITY_FLAG) { read.priority = raw.priority }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) {
            read.correlationID = text(raw.correlation_id, "correlation-id", &fields)
        }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { read.replyTo = text(raw.reply_to, "reply-to", &fields) }
        if has(AMQP_BASIC_EXPIRATION_FLAG) { read.expiration = text(raw.expiration, "expiration", &fields) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { read.messageID = text(raw.message_id, "message-id", &fields) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { read.timestamp = raw.timestamp }
        if has(AMQP_BASIC_TYPE_FLAG) { read.type = checked(type.read(raw.type), raw.type, "type", &fields) }
        if has(AMQP_BASIC_USER_ID_FLAG) { read.userID = text(raw.user_id, "user-id", &fields) }
        if has(AMQP_BASIC_APP_ID_FLAG) { read.appID = checked(appID.read(raw.app_id), raw.app_id, "app-id", &fields) }
        return ContentHeader(bodySize: size, properties: read, defect: fields.defect)
    }

    private func text(_ bytes: amqp_bytes_t, _ name: String, _ fields: inout FieldReader) -> String {
        checked(bytes.text, bytes, name, &fields)
    }

    /// A property is text by the protocol; one that is not is shown with replacement signs and noted.
    private func checked(
        _ text: String?, _ bytes: amqp_bytes_t, _ name: String, _ fields: inout FieldReader
    ) -> String {
        if let text { return text }
        fields.note("the property \(name) is not UTF-8")
        return bytes.readableText
    }
}

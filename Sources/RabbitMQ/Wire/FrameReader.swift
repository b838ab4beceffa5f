import CRabbitMQ
import Messages

/// Copies the library's frames into values, before it uses their memory again.
struct FrameReader {
    private let journal: (any LinkJournal)?
    private var properties = PropertyDecoder()
    private var consumer = RecentText()
    private var exchange = RecentText()
    private var routingKey = RecentText()

    init(_ journal: (any LinkJournal)? = nil) { self.journal = journal }

    /// Nil for what means nothing to a session.
    mutating func read(_ frame: amqp_frame_t) -> Frame? {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: method(frame.payload.method)
        case AMQP_FRAME_HEADER: header(frame)
        case AMQP_FRAME_BODY: .body(Array(frame.payload.body_fragment.buffer))
        case AMQP_FRAME_HEARTBEAT: nil
        default: .unexpected("a frame of type \(frame.frame_type)")
        }
    }

    private mutating func header(_ frame: amqp_frame_t) -> Frame {
        let content = frame.payload.properties
        // The library decodes only the class basic this way.
        guard content.class_id == UInt16(AMQP_BASIC_CLASS), content.decoded != nil else {
            return .unexpected("a content header of class \(content.class_id)")
        }
        return .header(header(content.body_size, content.raw.buffer))
    }

    /// Read from the bytes, not from what the library made of them: they are kept for a dead letter in any case.
    mutating func header(_ bodySize: UInt64, _ list: UnsafeRawBufferPointer) -> ContentHeader {
        if let reason = journal?.decodes(list) {
            return ContentHeader(
                bodySize: bodySize, properties: MessageProperties(), propertyList: Array(list), defect: reason)
        }
        defer { journal?.ended() }
        do throws(WireDamage) {
            let read = try properties.properties(list)
            return ContentHeader(bodySize: bodySize, properties: read, propertyList: Array(list))
        } catch {
            return ContentHeader(
                bodySize: bodySize, properties: MessageProperties(), propertyList: Array(list),
                defect: "its properties or headers are damaged: a length in them leads beyond their end")
        }
    }

    private mutating func method(_ method: amqp_method_t) -> Frame? {
        guard let decoded = method.decoded else { return simpleMethod(method.id) }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD: return deliver(decoded.load(as: amqp_basic_deliver_t.self))
        case AMQP_BASIC_ACK_METHOD:
            let ack = decoded.load(as: amqp_basic_ack_t.self)
            return .acknowledged(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack = decoded.load(as: amqp_basic_nack_t.self)
            return .nacked(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        case AMQP_BASIC_RETURN_METHOD:
            let back = decoded.load(as: amqp_basic_return_t.self)
            return .returned(
                ReturnStart(
                    code: Int(back.reply_code), text: back.reply_text.readableText,
                    exchange: WireText.kept(back.exchange.buffer), routingKey: WireText.kept(back.routing_key.buffer)))
        case AMQP_BASIC_CONSUME_OK_METHOD:
            return .consumeAnswered(consumer: decoded.load(as: amqp_basic_consume_ok_t.self).consumer_tag.readableText)
        case AMQP_BASIC_CANCEL_OK_METHOD:
            return .cancelAnswered(consumer: decoded.load(as: amqp_basic_cancel_ok_t.self).consumer_tag.readableText)
        case AMQP_BASIC_CANCEL_METHOD:
            return .cancelled(consumer: decoded.load(as: amqp_basic_cancel_t.self).consumer_tag.readableText)
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = decoded.load(as: amqp_channel_close_t.self)
            return .channelClosed(code: Int(close.reply_code), text: close.reply_text.readableText)
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = decoded.load(as: amqp_connection_close_t.self)
            return .connectionClosed(code: Int(close.reply_code), text: close.reply_text.readableText)
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return .blocked(reason: decoded.load(as: amqp_connection_blocked_t.self).reason.readableText)
        default: return simpleMethod(method.id)
        }
    }

    private func simpleMethod(_ id: amqp_method_number_t) -> Frame? {
        if id == AMQP_CONNECTION_UNBLOCKED_METHOD { return .unblocked }
        // The broker can only agree.
        if id == AMQP_BASIC_QOS_OK_METHOD { return nil }
        let name = amqp_method_name(id).map { String(cString: $0) } ?? "method \(id >> 16).\(id & 0xFFFF)"
        return .unexpected(name)
    }

    private mutating func deliver(_ start: amqp_basic_deliver_t) -> Frame {
        .deliver(
            DeliveryStart(
                consumer: consumer.read(start.consumer_tag.buffer), tag: start.delivery_tag,
                redelivered: start.redelivered != 0, exchange: exchange.read(start.exchange.buffer),
                routingKey: routingKey.read(start.routing_key.buffer)))
    }
}

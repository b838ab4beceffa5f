import CRabbitMQ
import Messages

/// Copies frames into values, before their memory is used again.
struct FrameReader {
    private let journal: (any LinkJournal)?
    private let arena = Arena()
    private var properties = PropertyDecoder()
    private var consumer = RecentText()
    private var exchange = RecentText()
    private var routingKey = RecentText()

    init(_ journal: (any LinkJournal)? = nil) { self.journal = journal }

    /// Nil for what means nothing to a session.
    mutating func read(_ frame: RawFrame) throws(LinkProblem) -> Frame? {
        switch frame.type {
        case AMQP_FRAME_METHOD: method(try decode(frame))
        case AMQP_FRAME_HEADER: try header(frame)
        case AMQP_FRAME_BODY: .body(Array(frame.payload))
        case AMQP_FRAME_HEARTBEAT: nil
        default: .unexpected("a frame of type \(frame.type)")
        }
    }

    /// The same of what the library has read. It reads no messages.
    mutating func read(_ frame: amqp_frame_t) -> Frame? {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: method(frame.payload.method)
        case AMQP_FRAME_HEARTBEAT: nil
        default: .unexpected("a frame of type \(frame.frame_type)")
        }
    }

    /// Forgets what it decoded.
    func release() { arena.recycle() }

    /// Methods are the broker's own, and have none of the tables that a sender may fill.
    private func decode(_ frame: RawFrame) throws(LinkProblem) -> amqp_method_t {
        guard let id = frame.method else { throw LinkProblem.unexpected("a method of \(frame.size) bytes") }
        var method = amqp_method_t(id: id, decoded: nil)
        let status = arena.decode(&method, UnsafeRawBufferPointer(rebasing: frame.payload.dropFirst(4)))
        if status != AMQP_STATUS_OK.rawValue { throw LinkProblem(.status(status), doing: "reading") }
        return method
    }

    private mutating func header(_ frame: RawFrame) throws(LinkProblem) -> Frame {
        guard let bodySize = frame.bodySize else {
            throw LinkProblem.unexpected("a content header of \(frame.size) bytes, or of another class")
        }
        if frame.payload.count < frame.size {
            let count = frame.size - FrameBuffer.prologue
            return .header(
                ContentHeader(
                    bodySize: bodySize, properties: MessageProperties(),
                    defect: "its properties and headers have \(count) bytes, more than the \(FrameBuffer.headerLimit)"))
        }
        let list = frame.payload.dropFirst(FrameBuffer.prologue)
        return .header(header(bodySize, UnsafeRawBufferPointer(rebasing: list)))
    }

    /// What cannot be decoded is a defect of the message, not of the link. The bytes are kept for a dead letter.
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

extension RawFrame {
    /// The id of a method, if it is long enough to be one.
    var method: amqp_method_number_t? {
        payload.count < 4 ? nil : amqp_method_number_t(bigEndian: payload.loadUnaligned(as: amqp_method_number_t.self))
    }

    /// What a content header of the class basic says of the body.
    fileprivate var bodySize: UInt64? {
        guard payload.count >= FrameBuffer.prologue,
            UInt16(bigEndian: payload.loadUnaligned(as: UInt16.self)) == UInt16(AMQP_BASIC_CLASS)
        else { return nil }
        return UInt64(bigEndian: payload.loadUnaligned(fromByteOffset: 4, as: UInt64.self))
    }
}

import CRabbitMQ
import Messages

extension Connection {
    /// Publishes, mandatory. The caller has read every frame that was there and is inside `writing`.
    func publish(_ publication: Publication) throws(LinkProblem) -> Unpublishable? {
        forgetNames()
        if publication.body.count > bodyLimit {
            return Unpublishable(reason: "the body has \(publication.body.count) bytes, more than the \(bodyLimit)")
        }
        journal?.publishes(publication)
        defer { journal?.ended() }
        let status: Int32
        do throws(Unpublishable) {
            let exchange = try writer.name(publication.exchange, "exchange's name")
            let key = try writer.name(publication.routingKey, "routing key")
            if publication.propertyList.isEmpty {
                status = send(publication, exchange, key, try writer.properties(publication.properties))
            } else {
                try writer.check(publication.propertyList)
                status = sendAsEncoded(publication, exchange, key)
            }
        } catch {
            return error
        }
        try check(status, "publishing")
        return nil
    }

    private func send(
        _ publication: Publication, _ exchange: amqp_bytes_t, _ key: amqp_bytes_t, _ properties: amqp_basic_properties_t
    ) -> Int32 {
        var properties = properties
        return publication.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, Self.channel, exchange, key, 1, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
    }

    /// The library would have to decode the properties, and to encode them again: it refuses some, and changes others.
    private func sendAsEncoded(_ publication: Publication, _ exchange: amqp_bytes_t, _ key: amqp_bytes_t) -> Int32 {
        var method = amqp_basic_publish_t()
        method.exchange = exchange
        method.routing_key = key
        method.mandatory = 1
        var status = amqp_send_method(state, Self.channel, AMQP_BASIC_PUBLISH_METHOD, &method)
        if status == AMQP_STATUS_OK.rawValue { status = stream.write(Self.header(of: publication)) }
        publication.body.withUnsafeBytes { body in
            var rest = body[...]
            // Without the head of a frame and its end.
            let most = Int(amqp_get_frame_max(state)) - 8
            while status == AMQP_STATUS_OK.rawValue, !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest.prefix(most))
                var frame = amqp_frame_t()
                frame.frame_type = UInt8(AMQP_FRAME_BODY)
                frame.channel = Self.channel
                frame.payload.body_fragment = amqp_bytes_t(
                    len: part.count, bytes: UnsafeMutableRawPointer(mutating: part.baseAddress))
                status = amqp_send_frame(state, &frame)
                rest = rest.dropFirst(part.count)
            }
        }
        return status
    }

    /// The frame of a content header (§4.2.6.1).
    private static func header(of publication: Publication) -> [UInt8] {
        let list = publication.propertyList
        var frame: [UInt8] = []
        frame.reserveCapacity(list.count + 20)
        func append(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.bigEndian) { frame.append(contentsOf: $0) }
        }
        append(UInt8(AMQP_FRAME_HEADER))
        append(channel)
        append(UInt32(FrameBuffer.prologue + list.count))
        append(UInt16(AMQP_BASIC_CLASS))
        append(UInt16(0))
        append(UInt64(publication.body.count))
        frame += list
        append(UInt8(AMQP_FRAME_END))
        return frame
    }
}

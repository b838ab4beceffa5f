import Messages

/// How large a message may be. What the rooms refuse rests on these, so that none promises what another one cannot send.
package enum MessageLimits {
    /// RabbitMQ's `max_message_size` from 4.0 on. No larger body is published, and none is decoded: that takes several times
    /// its size.
    package static let body = 16 << 20
    /// RabbitMQ's `max_message_size` before 4.0. A larger body is not kept in memory when it arrives; one between the two is
    /// kept, as it goes to the dead letters whole.
    package static let keptBody = 128 << 20
    /// Properties and headers travel in one frame of 128 KiB; some of it is for what stands beside the headers.
    package static let headers = (128 << 10) / 4 * 3
    /// Tables within tables: what we do not read ourselves is not sent.
    package static let headerDepth = FieldReader.depthLimit
    /// Names, routing keys and properties: their length is one byte.
    package static let shortText = 255
}

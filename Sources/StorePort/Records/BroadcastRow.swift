import Messages

/// An event for very many receivers, in its place. It is decoded when it is needed.
package struct BroadcastRow: Sendable {
    package var position: Int64
    /// The next receivers, in the order they began.
    package var receivers: [InstanceKey]
    /// There are no more behind these.
    package var isLast: Bool
    package var content: [UInt8]

    package init(position: Int64, receivers: [InstanceKey], isLast: Bool, content: [UInt8]) {
        self.position = position
        self.receivers = receivers
        self.isLast = isLast
        self.content = content
    }

    package func incoming(_ payloads: Payloads) throws -> IncomingEvent {
        var reader = ByteReader(content)
        return try reader.incomingEvent().whole(payloads)
    }
}

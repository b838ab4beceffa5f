/// Reads the property list of a content header (§4.2.6.1).
package struct PropertyDecoder {
    private var contentType = RecentText()
    private var type = RecentText()
    private var appID = RecentText()

    package init() {}

    /// - Throws: where a length leads beyond the bytes, or a header has a type that AMQP does not have.
    package mutating func properties(_ encoded: UnsafeRawBufferPointer) throws(WireDamage) -> MessageProperties {
        var cursor = WireCursor(encoded)
        let flags = try cursor.integer(UInt16.self)
        // AMQP 0-9-1 has no properties beyond the first word of flags, but a word says whether another follows.
        var last = flags
        while last & 1 != 0 { last = try cursor.integer(UInt16.self) }
        func has(_ property: PropertyList.Property) -> Bool { flags & property.flag != 0 }
        var read = MessageProperties()
        if has(.contentType) { read.contentType = contentType.read(try cursor.short()) }
        if has(.contentEncoding) { read.contentEncoding = WireText.kept(try cursor.short()) }
        if has(.headers) { (read.headers, read.unreadableHeaders) = try FieldReader.headers(try cursor.long()) }
        if has(.deliveryMode) { read.deliveryMode = try cursor.integer(UInt8.self) }
        if has(.priority) { read.priority = try cursor.integer(UInt8.self) }
        if has(.correlationID) { read.correlationID = WireText.kept(try cursor.short()) }
        if has(.replyTo) { read.replyTo = WireText.kept(try cursor.short()) }
        if has(.expiration) { read.expiration = WireText.kept(try cursor.short()) }
        if has(.messageID) { read.messageID = WireText.kept(try cursor.short()) }
        if has(.timestamp) { read.timestamp = try cursor.integer(UInt64.self) }
        if has(.type) { read.type = type.read(try cursor.short()) }
        if has(.userID) { read.userID = WireText.kept(try cursor.short()) }
        if has(.appID) { read.appID = appID.read(try cursor.short()) }
        return read
    }
}

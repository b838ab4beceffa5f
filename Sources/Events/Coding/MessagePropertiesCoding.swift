extension ByteWriter {
    package mutating func write(_ properties: MessageProperties) {
        write(properties.contentType)
        write(properties.contentEncoding)
        write(properties.headers)
        write(properties.deliveryMode) { $0.write(byte: $1) }
        write(properties.priority) { $0.write(byte: $1) }
        write(properties.correlationID)
        write(properties.replyTo)
        write(properties.expiration)
        write(properties.messageID)
        write(properties.timestamp) { $0.write(unsigned: $1) }
        write(properties.type)
        write(properties.userID)
        write(properties.appID)
    }
}

extension ByteReader {
    package mutating func properties() throws(CodingProblem) -> MessageProperties {
        var properties = MessageProperties()
        properties.contentType = try optionalText()
        properties.contentEncoding = try optionalText()
        properties.headers = try entries()
        properties.deliveryMode = try flag() ? try byte() : nil
        properties.priority = try flag() ? try byte() : nil
        properties.correlationID = try optionalText()
        properties.replyTo = try optionalText()
        properties.expiration = try optionalText()
        properties.messageID = try optionalText()
        properties.timestamp = try flag() ? try unsigned() : nil
        properties.type = try optionalText()
        properties.userID = try optionalText()
        properties.appID = try optionalText()
        return properties
    }
}

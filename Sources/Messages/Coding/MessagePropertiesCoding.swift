package import Values

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

/// The properties of a publication: as above, or after a 2, which begins nothing above, as they are to lie on the wire.
extension ByteWriter {
    private static let asOnTheWire: UInt8 = 2

    package mutating func write(propertiesOf publication: Publication) {
        if publication.propertyList.isEmpty { return write(publication.properties) }
        write(byte: Self.asOnTheWire)
        write(publication.propertyList)
    }
}

extension ByteReader {
    package mutating func publicationProperties() throws(CodingProblem) -> (MessageProperties, list: [UInt8]) {
        guard nextByte == 2 else { return (try properties(), []) }
        _ = try byte()
        return try propertyList()
    }

    /// Properties as they lie on the wire, and what they say.
    package mutating func propertyList() throws(CodingProblem) -> (MessageProperties, list: [UInt8]) {
        let list = try blob()
        guard let properties = MessageProperties(list: list) else { throw problem("the properties are damaged") }
        return (properties, list)
    }
}

extension MessageProperties {
    /// What they say as they lie on the wire; nil where they cannot be read.
    package init?(list: [UInt8]) {
        var decoder = PropertyDecoder()
        guard let read = list.withUnsafeBytes({ try? decoder.properties($0) }) else { return nil }
        self = read
    }
}

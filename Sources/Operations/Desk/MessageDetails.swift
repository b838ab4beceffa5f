import Messages
import StorePort
import Values

extension DeliveryDetails {
    init(_ delivery: KeptDelivery) {
        self.init()
        queue = delivery.queue
        exchange = delivery.exchange
        routingKey = delivery.routingKey
        type = delivery.properties.type
        contentType = delivery.properties.contentType
        headers = delivery.properties.headers
        defect = delivery.defect
        bodyBytes = delivery.body.count
        body = BodyText.of(delivery.body)
    }
}

extension PublicationDetails {
    init(_ publication: Publication) {
        self.init()
        exchange = publication.exchange
        routingKey = publication.routingKey
        type = publication.properties.type
        headers = publication.properties.headers
        bodyBytes = publication.body.count
        body = BodyText.of(publication.body)
    }
}

/// A body as it is shown: the text it is, or its bytes in hexadecimal.
enum BodyText {
    /// So much of a body is shown.
    private static let longest = 1 << 20

    static func of(_ body: [UInt8]) -> String {
        let shown = body.prefix(longest)
        return String(validating: shown, as: UTF8.self) ?? "hex:" + Hexadecimal.text(of: shown.prefix(longest / 2))
    }
}

package import Messages
import Values

extension ParkedContent {
    package var kind: ParkedKind {
        switch self {
        case .event: .event
        case .delivery: .delivery
        case .instance: .instance
        case .publication: .publication
        }
    }

    /// The route that it is counted under. What no route took counts for the first of its queue.
    package var route: String? {
        switch self {
        case .event(let incoming): incoming.route
        case .delivery(let kept): kept.queue
        case .instance, .publication: nil
        }
    }

    /// The instance it belongs to.
    package var instance: InstanceKey? {
        switch self {
        case .event, .delivery: nil
        case .instance(let key, _): key
        case .publication(_, .instance(let key)): key
        case .publication(_, .alone): nil
        }
    }
}

extension ByteWriter {
    package mutating func write(_ content: ParkedContent) {
        switch content {
        case .event(let incoming):
            write(incoming)
        case .delivery(let delivery):
            write(delivery)
        case .instance(_, let input):
            // 1 was an event alone.
            write(byte: input == nil ? 0 : 2)
            if let input { write(input) }
        case .publication(let publication, _):
            var properties = ByteWriter()
            properties.write(propertiesOf: publication)
            write(publication.exchange)
            write(publication.routingKey)
            write(properties.bytes)
            write(publication.body)
        }
    }

    /// The same bytes as for a parked publication that was decoded.
    package mutating func write(publication row: PendingPublication) {
        write(row.exchange)
        write(row.routingKey)
        write(row.properties)
        write(row.body)
    }
}

extension ByteReader {
    package mutating func parkedContent(
        _ kind: ParkedKind, instance: InstanceKey?
    ) throws(CodingProblem) -> ParkedContent {
        switch kind {
        case .event: return .event(try incomingEvent())
        case .delivery: return .delivery(try keptDelivery())
        case .instance:
            guard let instance else { throw problem("a parked instance has no key") }
            switch try byte() {
            case 0: return .instance(instance, input: nil)
            case 1: return .instance(instance, input: IncomingEvent(event: try event()))
            case 2: return .instance(instance, input: try incomingEvent())
            default: throw problem("a parked instance with an input of an unknown form")
            }
        case .publication:
            let exchange = try text()
            let routingKey = try text()
            var properties = ByteReader(try blob())
            let (said, list) = try properties.publicationProperties()
            let publication = Publication(
                exchange: exchange, routingKey: routingKey, properties: said, propertyList: list, body: try blob())
            return .publication(publication, lane: instance.map { .instance($0) } ?? .alone)
        }
    }
}

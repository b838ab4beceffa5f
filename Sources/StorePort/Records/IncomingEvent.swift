package import Messages
import Values

/// An event on its way to a receiver, with all that is needed to hold it, park it, retry it, or give it back.
package struct IncomingEvent: Sendable, Hashable {
    package var event: Event
    /// The instance its sender named.
    package var addressee: InstanceID?
    /// Set for what an instance of this bridge threw.
    package var thrown: Thrown?
    /// The id of the message (or publication) that caused it.
    package var causedBy: String?
    package var traceparent: String?
    /// By what its sender may address an instance.
    package var accept: Acceptance
    /// What happens when nobody waits for it.
    package var unmatched: Unmatched
    /// The delivery it came with; none for what an instance threw.
    package var origin: KeptDelivery?
    /// What it is counted under while it is kept; none for what an older version kept of what an instance threw.
    package var route: String?
    /// The expression that gives the payload again from `origin`: then the payload is not kept beside the body.
    package var payloadSource: String?
    /// What its message is known by. Kept beside the event, not in it.
    package var key: MessageKey?

    package init(
        event: Event, addressee: InstanceID? = nil, thrown: Thrown? = nil, causedBy: String? = nil,
        traceparent: String? = nil, unmatched: Unmatched = Unmatched(), origin: KeptDelivery? = nil,
        route: String? = nil, payloadSource: String? = nil, key: MessageKey? = nil, accept: Acceptance = Acceptance()
    ) {
        self.event = event
        self.addressee = addressee
        self.thrown = thrown
        self.causedBy = causedBy
        self.traceparent = traceparent
        self.unmatched = unmatched
        self.origin = origin
        self.route = route
        self.payloadSource = payloadSource
        self.key = key
        self.accept = accept
    }

    /// The instance of this bridge that threw it: it does not get it back.
    package var thrownBy: InstanceID? { thrown?.instance }
}

/// The form in which held and parked events are kept. The first byte is the version.
extension ByteWriter {
    private static let incomingVersion: UInt8 = 4

    package mutating func write(_ incoming: IncomingEvent) {
        write(byte: Self.incomingVersion)
        let isGivenAgain = incoming.payloadSource != nil && incoming.origin != nil
        if isGivenAgain {
            var event = incoming.event
            event.payload = .null
            write(event)
        } else {
            write(incoming.event)
        }
        write(incoming.addressee?.text)
        write(incoming.thrown) { $0.write($1) }
        write(incoming.causedBy)
        write(incoming.traceparent)
        write(signed: incoming.unmatched.hold.components.seconds)
        write(signed: incoming.unmatched.hold.components.attoseconds)
        write(incoming.unmatched.then.rawValue)
        write(incoming.origin) { $0.write($1) }
        write(incoming.route)
        write(isGivenAgain ? incoming.payloadSource : nil)
        write(byte: incoming.accept.code)
    }
}

extension ByteReader {
    package mutating func incomingEvent() throws(CodingProblem) -> IncomingEvent {
        let version = try byte()
        guard (1...4).contains(version) else { throw problem("a kept event of an unknown version") }
        let event = try event()
        let addressee = try optionalText().map { InstanceID($0) }
        let thrown =
            version == 1
            ? try optionalText().map { Thrown(instance: InstanceID($0), process: nil, sequence: 0) }
            : try optional { (reader) throws(CodingProblem) in try Thrown(reading: &reader) }
        let causedBy = try optionalText()
        let traceparent = try optionalText()
        let hold = Duration(secondsComponent: try signed(), attosecondsComponent: try signed())
        guard let then = Unmatched.Then(rawValue: try text()) else { throw problem("an unknown policy") }
        let origin = try optional { (reader) throws(CodingProblem) in try reader.keptDelivery() }
        let route = version < 3 ? origin?.queue : try optionalText()
        let payloadSource = version < 3 ? nil : try optionalText()
        let accept = version < 4 ? Acceptance() : Acceptance(code: try byte())
        return IncomingEvent(
            event: event, addressee: addressee, thrown: thrown, causedBy: causedBy, traceparent: traceparent,
            unmatched: Unmatched(hold: hold, then: then), origin: origin, route: route,
            payloadSource: payloadSource, accept: accept)
    }
}

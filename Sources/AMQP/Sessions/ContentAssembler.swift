import Messages
import Values

/// A whole message.
struct Content<Start: Sendable>: Sendable {
    var start: Start
    var properties: MessageProperties
    var propertyList: [UInt8]
    var body: [UInt8]
    var defect: String?
}

/// Puts a message together from its method, header and body frames.
///
/// A body larger than the limit is read to its end without being kept, so that the channel goes on.
struct ContentAssembler<Start: Sendable>: Sendable {
    private let limit: Int
    private var start: Start?
    private var header: ContentHeader?
    private var body: [UInt8] = []
    private var missing: UInt64 = 0
    private var isKept = true

    init(limit: Int) { self.limit = limit }

    mutating func started(_ start: consuming Start) throws(LinkProblem) {
        if self.start != nil { throw Self.broken("a message began before the last one ended") }
        self.start = start
    }

    /// Gives the message if it has no body.
    mutating func headerReceived(_ header: consuming ContentHeader) throws(LinkProblem) -> Content<Start>? {
        if start == nil || self.header != nil { throw Self.broken("a content header came where none belongs") }
        missing = header.bodySize
        isKept = header.bodySize <= UInt64(limit)
        self.header = consume header
        return missing == 0 ? finish() : nil
    }

    /// Gives the message if this ends it.
    mutating func bodyReceived(_ part: consuming [UInt8]) throws(LinkProblem) -> Content<Start>? {
        let count = UInt64(part.count)
        if header == nil || count > missing { throw Self.broken("a body is longer than its header said") }
        if isKept {
            if body.isEmpty && count == missing {
                body = part
            } else {
                if body.isEmpty { body.reserveCapacity(Int(missing)) }
                body.append(contentsOf: part)
            }
        }
        missing -= count
        return missing == 0 ? finish() : nil
    }

    private mutating func finish() -> Content<Start>? {
        // Taken, not copied: this is done for every message.
        guard let start = start.take(), let header = header.take() else { return nil }
        var defect = header.defect
        if !isKept { defect = "the body has \(header.bodySize) bytes, more than the limit of \(limit)" }
        let body = body
        self.body = []
        return Content(
            start: start, properties: header.properties, propertyList: header.propertyList, body: body, defect: defect)
    }

    private static func broken(_ what: String) -> LinkProblem { LinkProblem(.protocolBroken, what) }
}

package import Values

extension EventKind {
    /// The number the stored forms use; never reused.
    package var code: UInt8 {
        switch self {
        case .message: 0
        case .signal: 1
        case .error: 2
        case .escalation: 3
        case .task: 4
        }
    }

    package init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}

extension ByteWriter {
    package mutating func write(_ event: Event) {
        write(byte: event.kind.code)
        write(event.name)
        write(event.code)
        write(event.payload)
        write(event.correlations)
    }

    package mutating func write(_ correlations: Correlations) {
        write(count: correlations.count)
        for (key, properties) in correlations {
            write(key)
            write(properties)
        }
    }
}

extension ByteReader {
    package mutating func event() throws(CodingProblem) -> Event {
        let code = try byte()
        guard let kind = EventKind(code: code) else {
            throw problem("unknown kind of event \(code)")
        }
        return Event(
            kind: kind, name: try text(), code: try optionalText(), payload: try value(),
            correlations: try correlations())
    }

    package mutating func correlations() throws(CodingProblem) -> Correlations {
        var correlations: Correlations = [:]
        for _ in 0..<(try count()) {
            let key = try text()
            correlations[key] = try entries()
        }
        return correlations
    }
}

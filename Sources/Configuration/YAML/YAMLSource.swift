// libyaml, as the package Yams brings it along.
internal import CYaml

/// libyaml's parser over a text that stays where it is.
final class YAMLSource {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)

    init(_ text: String) {
        let utf8 = Array(text.utf8)
        bytes = .allocate(capacity: max(1, utf8.count))
        _ = bytes.initialize(from: utf8)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, utf8.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        bytes.deallocate()
    }

    func next() throws(YAMLProblem) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    private var problem: YAMLProblem {
        let words = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
        let place = parser.pointee.problem_mark
        // What cannot be decoded has no line yet.
        let mark = parser.pointee.error == YAML_READER_ERROR ? nil : Mark(place)
        return YAMLProblem(message: "not YAML: \(words)", mark: mark)
    }
}

/// What libyaml finds next in a text.
struct YAMLEvent {
    enum Kind {
        case document, end, alias, scalar, sequence, endOfSequence, mapping, endOfMapping, other
    }

    let kind: Kind
    let mark: Mark
    private(set) var anchor: String?
    private(set) var tag = ""
    private(set) var text = ""
    private(set) var style = Node.Scalar.Style.any

    fileprivate init(_ event: yaml_event_t) {
        mark = Mark(event.start_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .document
        case YAML_STREAM_END_EVENT: kind = .end
        case YAML_ALIAS_EVENT:
            kind = .alias
            anchor = Self.string(event.data.alias.anchor)
        case YAML_SCALAR_EVENT:
            kind = .scalar
            let scalar = event.data.scalar
            anchor = Self.string(scalar.anchor)
            tag = scalar.quoted_implicit == 1 ? "" : Self.string(scalar.tag) ?? ""
            text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            style = Node.Scalar.Style(rawValue: UInt32(scalar.style.rawValue)) ?? .any
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequence
            anchor = Self.string(event.data.sequence_start.anchor)
        case YAML_SEQUENCE_END_EVENT: kind = .endOfSequence
        case YAML_MAPPING_START_EVENT:
            kind = .mapping
            anchor = Self.string(event.data.mapping_start.anchor)
        case YAML_MAPPING_END_EVENT: kind = .endOfMapping
        default: kind = .other
        }
    }

    private static func string(_ start: UnsafeMutablePointer<UInt8>?) -> String? { start.map { String(cString: $0) } }
}

extension Mark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}

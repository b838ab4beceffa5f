/// A value in a YAML document, with its place.
package indirect enum Node: Sendable {
    case scalar(Scalar)
    case sequence(Sequence)
    case mapping(Mapping)

    package var mark: Mark? {
        switch self {
        case .scalar(let scalar): scalar.mark
        case .sequence(let sequence): sequence.mark
        case .mapping(let mapping): mapping.mark
        }
    }

    package var scalar: Scalar? {
        if case .scalar(let scalar) = self { scalar } else { nil }
    }

    package var sequence: Sequence? {
        if case .sequence(let sequence) = self { sequence } else { nil }
    }
}

/// Where something stands, both from 1; columns are counted in code points.
package struct Mark: Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    package var description: String { "line \(line), column \(column)" }
}

extension Node {
    /// A text as it was written, quoted or not.
    package struct Scalar: Sendable {
        package enum Style: UInt32, Sendable {
            case any = 0
            case plain = 1
            case singleQuoted = 2
            case doubleQuoted = 3
            case literal = 4
            case folded = 5
        }

        package let string: String
        package let tag: String
        package let style: Style
        package let mark: Mark?
    }

    package struct Sequence: Sendable, RandomAccessCollection {
        let items: [Node]
        package let mark: Mark?

        package var startIndex: Int { 0 }
        package var endIndex: Int { items.count }
        package subscript(position: Int) -> Node { items[position] }
    }

    /// Keys that are texts differ; others are for whoever reads them to refuse.
    package struct Mapping: Sendable, RandomAccessCollection {
        let pairs: [(key: Node, value: Node)]
        package let mark: Mark?

        package var startIndex: Int { 0 }
        package var endIndex: Int { pairs.count }
        package subscript(position: Int) -> (key: Node, value: Node) { pairs[position] }

        package subscript(name: String) -> Node? { pairs.first { $0.key.scalar?.string == name }?.value }
    }
}

/// An f-string.
final class FormatNode: ExpressionNode {
    enum Part: Sendable {
        case text(String)
        case field(any ExpressionNode, conversion: Unicode.Scalar?, specification: (any ExpressionNode)?)
    }

    private let parts: [Part]

    init(_ parts: [Part]) { self.parts = parts }

    func evaluate(_ frame: Frame) throws -> Object {
        let machine = frame.machine
        var result = ""
        for part in parts {
            let piece: String
            switch part {
            case .text(let text): piece = text
            case .field(let node, let conversion, let specification):
                var object = try node.evaluate(frame)
                if let conversion { object = .str(try machine.converted(object, conversion)) }
                if let specification {
                    let text = try specification.evaluate(frame).text ?? ""
                    piece = try machine.format(object, text)
                } else {
                    piece = try machine.text(of: object)
                }
            }
            try machine.append(piece, to: &result)
        }
        return .str(result)
    }
}

final class ConstantNode: ExpressionNode {
    enum Scalar: Sendable {
        case none, ellipsis, bool(Bool), int(Int), float(Double)
    }

    private let scalar: Scalar

    init(_ scalar: Scalar) { self.scalar = scalar }

    func evaluate(_ frame: Frame) throws -> Object {
        switch scalar {
        case .none: .none
        case .ellipsis: .other(EllipsisObject())
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        }
    }
}

final class TextNode: ExpressionNode {
    let text: String

    init(_ text: String) { self.text = text }

    func evaluate(_ frame: Frame) throws -> Object { .str(text) }
}

/// `...`
final class EllipsisObject: Reference {
    override var type: PythonType { .ellipsis }

    override func representation(_ machine: Machine, depth: Int) throws -> String { "Ellipsis" }
}

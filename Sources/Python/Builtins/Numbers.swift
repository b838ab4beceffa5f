/// Attributes and methods of numbers.
enum Numbers {
    static func attribute(_ name: String, of object: Object) -> Object? {
        guard let number = object.wholeNumber else { return nil }
        switch name {
        case "real", "numerator": return .int(number)
        case "imag": return .int(0)
        case "denominator": return .int(1)
        default: return nil
        }
    }

    static let methods: [Method] = [
        Method("bit_length") { receiver, arguments, machine in
            try arguments.require(0...0, "int.bit_length")
            return .int(Int.bitWidth - (receiver.wholeNumber ?? 0).magnitude.leadingZeroBitCount)
        }
    ]

    static let floatMethods: [Method] = [
        Method("is_integer") { receiver, arguments, machine in
            try arguments.require(0...0, "float.is_integer")
            guard case .float(let number) = receiver else { return .bool(false) }
            return .bool(number.isFinite && number == number.rounded(.towardZero))
        }
    ]
}

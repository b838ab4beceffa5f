extension Texts {
    static func translating(_ text: String, _ dict: DictObject, _ machine: Machine) throws -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            try machine.charge(bytes: 4, steps: 1)
            switch try dict.value(at: .int(Int(scalar.value)), machine) {
            case nil: result.unicodeScalars.append(scalar)
            case .some(.none): break
            case .str(let piece)?: try machine.append(piece, to: &result)
            case .int(let code)?:
                guard let code = UInt32(exactly: code), let other = Unicode.Scalar(code) else {
                    throw Raise.valueError("character mapping must be in range(0x110000)")
                }
                result.unicodeScalars.append(other)
            default: throw Raise.typeError("character mapping must return integer, None or str")
            }
        }
        return result
    }

    static func expandingTabs(_ text: String, _ size: Int, _ machine: Machine) throws -> String {
        var (result, column) = ("", 0)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t":
                let count = size > 0 ? size - column % size : 0
                try machine.charge(text: count)
                result += String(repeating: " ", count: count)
                column += count
            case "\n", "\r":
                result.unicodeScalars.append(scalar)
                column = 0
            default:
                result.unicodeScalars.append(scalar)
                column += 1
            }
        }
        return result
    }
}

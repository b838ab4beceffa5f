extension Texts {
    static func translating(_ text: String, _ table: Object, _ machine: Machine) throws -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            try machine.charge(bytes: 4, steps: 1)
            switch try entry(.int(Int(scalar.value)), of: table, machine) {
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

    /// nil where the table has nothing under `code`, which leaves the character as it is.
    private static func entry(_ code: Object, of table: Object, _ machine: Machine) throws -> Object? {
        if case .dict(let dict) = table { return try dict.value(at: code, machine) }
        do {
            return try machine.item(of: table, at: code)
        } catch let error as Raise where error.type.isSubtype(of: .lookupError) {
            return nil
        }
    }

    static func expandingTabs(_ text: String, _ size: Int, _ machine: Machine) throws -> String {
        var (result, column) = ("", 0)
        try machine.charge(steps: text.utf8.count >> Cost.scalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t":
                let count = size > 0 ? size - column % size : 0
                try machine.charge(text: count)
                result += repeated(" ", count)
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

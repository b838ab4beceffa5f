extension Texts {
    static func replacing(
        _ old: String, in text: String, with new: String, limit: Int, _ machine: Machine
    ) throws -> String {
        if old.isEmpty { return try interleaving(new, into: text, limit: limit, machine) }
        let (part, bytes, replacement) = (Array(old.utf8), Array(text.utf8), Array(new.utf8))
        var result: [UInt8] = []
        var (position, count) = (0, 0)
        while count < limit, let found = find(part, in: bytes, from: position) {
            let size = replacement.count + found - position
            try machine.charge(bytes: size, steps: (size >> 6) + (count & 1))
            result += bytes[position..<found]
            result += replacement
            position = found + part.count
            count += 1
        }
        try machine.charge(text: bytes.count - position)
        result += bytes[position...]
        return Texts.text(result)
    }

    /// Replacing nothing puts the new text before every character and at the end.
    private static func interleaving(
        _ new: String, into text: String, limit: Int, _ machine: Machine
    ) throws -> String {
        var (result, count) = ("", 0)
        for scalar in text.unicodeScalars {
            if count < limit {
                try machine.charge(bytes: new.utf8.count + 4, steps: (new.utf8.count >> 6) + 1)
                result += new
                count += 1
            }
            result.unicodeScalars.append(scalar)
        }
        if count < limit { result += new }
        return result
    }
}

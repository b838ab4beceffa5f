/// Searches in linear time, whatever the texts (Knuth, Morris, Pratt).
struct SearchedText {
    private let part: [UInt8]
    /// For every length of a match, the longest shorter match that can still go on.
    private let fallbacks: [Int]

    /// `part` must not be empty.
    init(_ part: [UInt8]) {
        self.part = part
        var fallbacks = [0]
        fallbacks.reserveCapacity(part.count)
        var length = 0
        for byte in part.dropFirst() {
            while length > 0, part[length] != byte { length = fallbacks[length - 1] }
            if part[length] == byte { length += 1 }
            fallbacks.append(length)
        }
        self.fallbacks = fallbacks
    }

    func find(in text: [UInt8], from start: Int) -> Int? {
        var length = 0
        var position = start
        while position < text.count {
            while length > 0, part[length] != text[position] { length = fallbacks[length - 1] }
            if part[length] == text[position] { length += 1 }
            position += 1
            if length == part.count { return position - length }
        }
        return nil
    }
}

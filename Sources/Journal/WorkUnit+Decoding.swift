package import StorePort

/// Properties that have to be known again without being decoded, for that may be what ends the process.
extension WorkUnit {
    /// By their bytes as they lie on the wire, the first of them if there are very many, without what the broker itself
    /// changes each time it delivers the message.
    package init(decoding list: UnsafeRawBufferPointer) {
        var digest = ContentDigest(seed: 17)
        digest.add(Self.lasting(Array(list.prefix(LinkNote.Part.longestList))))
        self.init(.decoding, digest.first, digest.second)
    }

    package init(decoding list: [UInt8]) {
        self = list.withUnsafeBytes { WorkUnit(decoding: $0) }
    }

    /// A publication has its id at every attempt.
    package init(publishing exchange: String, _ routingKey: String, id: String?) {
        var digest = ContentDigest(seed: 18)
        digest.add(exchange)
        digest.add(routingKey)
        digest.add(id)
        self.init(.publishing, digest.first, digest.second)
    }

    private static let counters = ["x-delivery-count", "x-acquired-count"].map { [16] + Array($0.utf8) }

    /// Without the counts of deliveries, and what depends on their being there: whether there are headers, and how long
    /// they are.
    private static func lasting(_ list: [UInt8]) -> [UInt8] {
        var lasting: [UInt8] = []
        lasting.reserveCapacity(list.count)
        let length = placeOfLength(in: list)
        var place = 0
        while place < list.count {
            if let length, length.contains(place) {
                place = length.upperBound
            } else if list[place] == 16, let counter = counters.first(where: { list[place...].starts(with: $0) }) {
                place += counter.count
                // The value's type, and the value.
                if place < list.count { place += 1 + sizes[list[place], default: 0] }
            } else {
                // The bit that says that there are headers.
                lasting.append(place == 0 ? list[place] & ~0x20 : list[place])
                place += 1
            }
        }
        return lasting
    }

    /// Of numbers on the wire, by the letter of their type.
    private static let sizes: [UInt8: Int] = [
        UInt8(ascii: "l"): 8, UInt8(ascii: "L"): 8, UInt8(ascii: "T"): 8, UInt8(ascii: "I"): 4, UInt8(ascii: "i"): 4,
        UInt8(ascii: "s"): 2, UInt8(ascii: "u"): 2, UInt8(ascii: "b"): 1, UInt8(ascii: "B"): 1,
    ]

    /// Where the headers' length stands: behind the flags, the content type and the content encoding.
    private static func placeOfLength(in list: [UInt8]) -> Range<Int>? {
        // More flags than the protocol has.
        guard list.count > 2, list[0] & 0x20 != 0, list[1] & 1 == 0 else { return nil }
        var place = 2
        for flag in [UInt8(0x80), 0x40] where list[0] & flag != 0 {
            guard place < list.count else { return nil }
            place += 1 + Int(list[place])
        }
        return place + 4 <= list.count ? place..<place + 4 : nil
    }
}

/// Where messages lie in the inbox, by their digest. Nearly every digest has one.
struct PositionsByDigest {
    private var first: [Int64: Int64] = [:]
    private var more: [Int64: [Int64]] = [:]
    private(set) var count = 0

    mutating func insert(_ position: Int64, _ digest: Int64) {
        count += 1
        if first[digest] == nil { first[digest] = position } else { more[digest, default: []].append(position) }
    }

    /// Takes back the last insertion of this digest.
    mutating func removeLast(_ digest: Int64) {
        count -= 1
        guard var others = more.removeValue(forKey: digest) else { return first[digest] = nil }
        others.removeLast()
        if !others.isEmpty { more[digest] = others }
    }

    func forEach(_ digest: Int64, _ body: (Int64) -> Void) {
        guard let position = first[digest] else { return }
        body(position)
        for position in more[digest] ?? [] { body(position) }
    }

    /// All of it, in the order of the digests.
    var sorted: [InboxPlace] {
        var places: [InboxPlace] = []
        places.reserveCapacity(count)
        for (digest, position) in first { places.append(InboxPlace(digest: digest, position: position)) }
        for (digest, positions) in more {
            for position in positions { places.append(InboxPlace(digest: digest, position: position)) }
        }
        places.sort { ($0.digest, $0.position) < ($1.digest, $1.position) }
        return places
    }
}

/// One entry of the inbox's index.
struct InboxPlace: Hashable {
    var digest: Int64
    var position: Int64
}

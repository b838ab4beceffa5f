import Messages
import Values

/// Decoded instances, each at one revision; the oldest not used since goes when there is no room.
struct InstanceCache {
    private struct Entry {
        var reference: InstanceReference
        var instance: Instance
        var wasUsed: Bool
    }

    private let capacity: Int
    private var places: [InstanceID: Int] = [:]
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var hand = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Takes an instance out, so that it can be changed without a copy. Another revision of it is of no use: the
    /// transaction that made it was rolled back, or another engine made a later one.
    mutating func take(_ reference: InstanceReference) -> Instance? {
        guard let place = places.removeValue(forKey: reference.id), let entry = entries[place].take() else {
            return nil
        }
        free.append(place)
        return entry.reference == reference ? entry.instance : nil
    }

    mutating func put(_ instance: consuming Instance, as reference: InstanceReference) {
        let place = place(for: reference.id)
        entries[place] = Entry(reference: reference, instance: instance, wasUsed: reference.revision > 0)
    }

    private mutating func place(for instance: InstanceID) -> Int {
        if let place = places[instance] { return place }
        let place = freePlace()
        places[instance] = place
        return place
    }

    private mutating func freePlace() -> Int {
        if let place = free.popLast() { return place }
        if entries.count < capacity {
            entries.append(nil)
            return entries.count - 1
        }
        return evict()
    }

    /// Second chance: the hand goes round and takes the first that was not used since it last came by.
    private mutating func evict() -> Int {
        while true {
            let place = hand
            hand = (hand + 1) % entries.count
            guard let wasUsed = entries[place]?.wasUsed else { continue }
            if wasUsed {
                entries[place]?.wasUsed = false
            } else {
                if let entry = entries[place].take() { places[entry.reference.id] = nil }
                return place
            }
        }
    }
}

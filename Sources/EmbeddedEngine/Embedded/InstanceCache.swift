import EnginePort
import Messages
import Values

/// Decoded instances, each at one revision; the oldest not used since goes when there is no room.
///
/// Where hardly any is asked for again before it has to go, as when the answer to each comes after many thousands of
/// others, keeping them only displaces what the processor has at hand. Then one in sixteen is kept, in a sixteenth of the
/// room, which shows the same share of hits: enough to notice when it becomes worthwhile again.
struct InstanceCache {
    private struct Entry {
        var reference: InstanceReference
        var instance: Instance
        var wasUsed: Bool
    }

    private static let sample = 16
    /// So many are kept between two looks at how often one was found.
    private static let period = 1024

    private let capacity: Int
    private var places: [InstanceID: Int] = [:]
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var hand = 0
    private(set) var isWorthwhile = true
    private var offered = 0
    private var kept = 0
    private var found = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// How many there are.
    var count: Int { places.count }

    /// Takes an instance out, so that it can be changed without a copy. Another revision of it is of no use: what made
    /// it was dropped, or another engine made a later one.
    mutating func take(_ reference: InstanceReference) -> Instance? {
        guard let place = places.removeValue(forKey: reference.id), let entry = entries[place].take() else {
            return nil
        }
        free.append(place)
        guard entry.reference == reference else { return nil }
        found += 1
        return entry.instance
    }

    /// Lets go of an instance, whatever its revision.
    mutating func forget(_ instance: InstanceID) {
        guard let place = places.removeValue(forKey: instance) else { return }
        entries[place] = nil
        free.append(place)
    }

    mutating func put(_ instance: consuming Instance, as reference: InstanceReference) {
        offered &+= 1
        guard isWorthwhile || offered % Self.sample == 0 else { return }
        let place = place(for: reference.id)
        entries[place] = Entry(reference: reference, instance: instance, wasUsed: reference.revision > 0)
        kept += 1
        if kept == max(Self.period, room) { look() }
    }

    /// Where less than one in eight is found again, it is not worth the room.
    private mutating func look() {
        let wasWorthwhile = isWorthwhile
        isWorthwhile = found * 8 >= kept
        (kept, found) = (0, 0)
        guard wasWorthwhile && !isWorthwhile else { return }
        (places, entries, free, hand) = ([:], [], [], 0)
    }

    private var room: Int { isWorthwhile ? capacity : max(1, capacity / Self.sample) }

    private mutating func place(for instance: InstanceID) -> Int {
        if let place = places[instance] { return place }
        let place = freePlace()
        places[instance] = place
        return place
    }

    private mutating func freePlace() -> Int {
        if let place = free.popLast() { return place }
        if entries.count < room {
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

import AMQP
import Messages
import Values

/// Every publication that arrived, in order, and the promises that can be checked as they arrive: equal duplicates, the
/// order of an instance, one of it unconfirmed at a time.
struct SimulatedExchange {
    private(set) var arrivals: [Publication] = []
    /// Message id → what arrived with it at first.
    private(set) var first: TextMap<[Publication]> = [:]
    private var confirmedIDs: TextSet = []
    private(set) var returned: TextSet = []
    /// Came back before anything behind it had gone.
    private var returnedInTurn: TextSet = []
    /// What a person has retried goes out late.
    var retried: TextSet = []
    /// Types that no queue is bound for at the moment.
    var unbound: TextSet = []
    /// Instance → sequences that arrived, in the order of their first arrival.
    private var sequences: TextMap<[Int]> = [:]

    /// An instance's publication, by its id `<instance>/<sequence>`; nil for a dead letter.
    static func lane(_ publication: Publication) -> (instance: String, sequence: Int)? {
        guard publication.exchange == "out" else { return nil }
        return lane(publication.properties.messageID ?? "")
    }

    static func lane(_ id: String) -> (instance: String, sequence: Int)? {
        let parts = id.split(separator: "/")
        guard parts.count == 2, let sequence = Int(parts[1]) else { return nil }
        return (String(parts[0]), sequence)
    }

    func routes(_ publication: Publication) -> Bool {
        publication.exchange.isEmpty || !unbound.contains(publication.properties.type ?? "")
    }

    /// Whether the broker has confirmed (or returned and confirmed) the publication at least once.
    func isConfirmed(_ id: String) -> Bool { confirmedIDs.contains(id) }

    mutating func confirmed(_ id: String) { confirmedIDs.insert(id) }

    mutating func cameBack(_ id: String) { returned.insert(id) }

    /// What the bridge has heard of it, which may be other than what was said on a link that it had left. One that came
    /// back and was confirmed after a crash may be followed by its successor, and come again after the next crash.
    mutating func heard(_ result: PublicationOutcome.Result, of id: String) {
        guard let lane = Self.lane(id), sequences[lane.instance]?.max() == lane.sequence else { return }
        switch result {
        case .returned: returnedInTurn.insert(id)
        case .confirmed: returnedInTurn.remove(id)
        case .nacked, .unpublishable: break
        }
    }

    /// - Parameter pending: the ids of what is unconfirmed on the same channel.
    func mayTake(_ publication: Publication, beside pending: [String]) throws {
        let id = publication.properties.messageID ?? ""
        guard !id.isEmpty else { throw Violation("a publication without an id: \(publication)") }
        guard let lane = Self.lane(publication) else { return }
        if let other = pending.first(where: { Self.lane($0)?.instance == lane.instance }) {
            throw Violation("\(id) was published while \(other) of the same instance was unconfirmed")
        }
        for earlier in (sequences[lane.instance] ?? []) where earlier < lane.sequence {
            guard isConfirmed("\(lane.instance)/\(earlier)") else {
                throw Violation("\(id) was published although \(earlier) had arrived and was never confirmed")
            }
        }
    }

    mutating func take(_ publication: Publication) throws {
        let id = publication.properties.messageID ?? ""
        arrivals.append(publication)
        guard let lane = Self.lane(publication) else {
            first[id, default: []].append(publication)
            return
        }
        if let known = first[id]?.first {
            guard known == publication else {
                throw Violation("a double differs from the first: \(publication) and \(known)")
            }
            if let last = sequences[lane.instance]?.max(), last > lane.sequence, returnedInTurn.contains(id),
                !retried.contains(id)
            {
                throw Violation("\(id) came back, and was published again after \(last)")
            }
            return
        }
        first[id] = [publication]
        // One that came back is out of its turn for good: it may be parked, or tried again after a crash.
        if let last = sequences[lane.instance]?.max(), last > lane.sequence, !returned.contains(id) {
            throw Violation("\(id) arrived for the first time after \(last)")
        }
        sequences[lane.instance, default: []].append(lane.sequence)
    }
}

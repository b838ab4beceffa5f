import StorePort

/// The youngest messages of the inbox by their digest.
///
/// Ids are random: an index on disk would dirty a page for nearly every message. So the inbox itself is only appended
/// to, the youngest are found here, and the older are brought to the index in waves, in the order of their digests,
/// many to a page, a few with every transaction.
final class RecentInbox {
    let waveSize: Int
    var digest = MessageDigest(key: 0, 0)
    /// The largest position that was ever given.
    private(set) var lastPosition: Int64 = 0
    private(set) var young = PositionsByDigest()
    /// The wave that is on its way to the index; its messages are found here until all of them are there.
    private(set) var wave: PositionsByDigest?
    private(set) var progress = InboxProgress()
    private var places: [InboxPlace] = []
    /// Both as they were when the open transaction began.
    private var progressBefore = InboxProgress()
    private var lastBefore: Int64 = 0
    /// The digests of what the open transaction took, oldest first: undone when it is rolled back.
    private var additions: [Int64] = []

    init(waveSize: Int) { self.waveSize = waveSize }

    /// Its position is larger than any before.
    func add(_ place: InboxPlace) {
        lastPosition = place.position
        young.insert(place.position, place.digest)
        additions.append(place.digest)
    }

    /// How many messages the open transaction took: the work at the index is in proportion to it.
    var taken: Int { additions.count }

    /// The places of the wave that are not in the index yet.
    var placesLeft: ArraySlice<InboxPlace> { wave == nil ? [] : places[min(progress.carried, places.count)...] }

    func change(_ body: (inout InboxProgress) -> Void) { body(&progress) }

    /// The transaction is undone.
    func rollBack() {
        while let digest = additions.popLast() { young.removeLast(digest) }
        progress = progressBefore
        lastPosition = lastBefore
    }

    func commit() {
        additions.removeAll(keepingCapacity: true)
        if wave != nil, progress.carried == places.count { endWave() }
        if wave == nil, young.count >= waveSize { beginWave() }
        progressBefore = progress
        lastBefore = lastPosition
    }

    private func beginWave() {
        wave = young
        places = young.sorted
        young = PositionsByDigest()
        progress.carried = 0
        progress.waveEnd = lastPosition
        if progress.stale > waveSize, progress.stale * 2 > progress.entries {
            progress.sweptTo = progress.sweptTo ?? .min
        }
    }

    private func endWave() {
        wave = nil
        places = []
        progress.carried = 0
    }

    /// Begins with what the tables say; `found` then adds what is not in the index yet.
    func begin(_ digest: MessageDigest, _ progress: InboxProgress, last: Int64) {
        self.digest = digest
        self.progress = progress
        progressBefore = progress
        lastPosition = last
        lastBefore = last
        young = PositionsByDigest()
        additions.removeAll()
        endWave()
    }

    func found(_ place: InboxPlace) { young.insert(place.position, place.digest) }
}

/// How far the inbox's index has come.
struct InboxProgress: Equatable {
    /// Every message up to this position is in the index.
    var last: Int64 = 0
    /// About how many entries the index has, and how many of them are of forgotten messages.
    var entries = 0
    var stale = 0
    /// How many places of the wave are in the index, and the position up to which it then is complete.
    var carried = 0
    var waveEnd: Int64 = 0
    /// Messages up to this position have the first form; 0 once all of them are forgotten.
    var oldForm: Int64 = 0
    /// The digest up to which the stale entries are removed; nil where they are left for now.
    var sweptTo: Int64?
}

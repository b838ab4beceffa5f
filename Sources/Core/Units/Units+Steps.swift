import Journal
import StorePort

/// What is at hand has asked the engine for a step that it runs on a thread of its own.
extension Units {
    func asks(for number: UInt64) {
        var asking = StepNotes.Asking(units: begun.map { BegunWork.Unit($0) })
        if !asking.units.isEmpty { asking.units[0].phase = phase }
        #if DEBUG
            asking.about = descriptions.joined(separator: " ")
        #endif
        notes.expect(number, for: asking)
    }

    func answered(_ number: UInt64) { notes.forget(number) }

    /// Whether what is at hand, or the one that is to begin, has to wait for its turn: the process has died in it, and in something for which a step is
    /// under way. Each of these goes at a time when no other does: where nobody knows which thread has crashed all that
    /// were at something are counted, and else who has done no harm would be counted again and again beside who does.
    func mustWait(with unit: WorkUnit?) -> Bool {
        countsAny && ((unit.map(isSuspect) ?? false) || begun.contains(where: isSuspect))
            && notes.contains(where: isSuspect)
    }
}

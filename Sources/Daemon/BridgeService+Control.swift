import Core
import Logging
import Operations
import SQLiteStore
import StorePort
import Values

/// A backup that is being made between the rounds.
struct Backup {
    var call: ControlCall
    var copy: StoreCopy
    var path: String
}

/// Somebody who has retried a publication, and waits for what the broker says of it.
struct WaitingRetry {
    var call: ControlCall
    /// If the broker says nothing.
    var answer: ControlAnswer
    var deadline: ContinuousClock.Instant
}

/// What a person asks through the control socket: at most one thing between two rounds.
extension BridgeService {
    /// Pages of the database copied between two rounds.
    private static let pagesAtOnce = 128

    /// False where there was nothing to do.
    func attend(at now: Timestamp) -> Bool {
        if let call = calls.popFirst() {
            attend(call, at: now)
            return true
        }
        guard backup != nil else { return false }
        goOnWithBackup()
        return true
    }

    private func attend(_ call: ControlCall, at now: Timestamp) {
        if case .backup(let path) = call.request { return begin(call, to: path) }
        let (answer, effects) = core.answer(call.request, at: now)
        // What was decided is on disk; a store that is lost answers nobody.
        if effects.fatal == nil, !waits(for: answer, call) { control?.answer(call, answer) }
        perform(effects)
    }

    /// How long somebody waits for what the broker says of a publication.
    private static let patience = Duration.seconds(15)

    /// A publication that was retried: the broker's word is the answer.
    private func waits(for answer: ControlAnswer, _ call: ControlCall) -> Bool {
        guard case .retry(let number, _) = call.request, core.retried.values.contains(Int64(number)) else {
            return false
        }
        retries[Int64(number)] = WaitingRetry(call: call, answer: answer, deadline: .now + Self.patience)
        return true
    }

    /// Tells whoever waits what came of a publication, or that the broker says nothing.
    func answerRetries(_ retried: [CoreEffects.Retried]) {
        for one in retried {
            guard let waiting = retries.removeValue(forKey: one.number) else { continue }
            control?.answer(
                waiting.call, ControlAnswer(items: [.decision(one.result.answer(about: .parked(Int(one.number))))]))
        }
        if retries.isEmpty { return }
        for (number, waiting) in retries where waiting.deadline <= .now {
            retries[number] = nil
            control?.answer(waiting.call, waiting.answer)
        }
    }

    private func begin(_ call: ControlCall, to path: String) {
        if let backup {
            let problem = "a backup to \(backup.path) is being made; ask again when it is done"
            control?.answer(call, ControlAnswer(problem: problem))
            return
        }
        do {
            backup = Backup(call: call, copy: try store.beginCopy(to: path), path: path)
        } catch {
            control?.answer(call, ControlAnswer(problem: "\(error)"))
        }
    }

    private func goOnWithBackup() {
        guard let backup else { return }
        do {
            let isDone = try backup.copy.step(pages: Self.pagesAtOnce)
            if control?.isLeft(backup.call) == true { return dropBackup() }
            guard isDone else { return }
            // Before anything more is published: the copy is an older one from here on.
            try store.advanceMark()
            backup.copy.keep()
            logger.notice("copied the database", metadata: .keys([.copiedTo: "\(backup.path)"]))
            control?.answer(backup.call, ControlAnswer(items: [.copied(CopiedAnswer(backup.path))]))
        } catch {
            logger.warning("no backup was made", metadata: .keys([.reason: "\(error)"]))
            control?.answer(backup.call, ControlAnswer(problem: "\(error)"))
        }
        self.backup = nil
    }

    /// Whoever wanted it was ended.
    private func dropBackup() {
        guard let backup else { return }
        logger.notice("nobody waits for the backup any more", metadata: .keys([.removed: "\(backup.path)"]))
        control?.answer(backup.call, ControlAnswer(problem: "nobody waits for it"))
        self.backup = nil
    }

    /// Now and then before something is published, so that a copy of the files that was made behind the bridge's back
    /// is known to be older.
    func markProgress() {
        guard nextMark <= .now else { return }
        nextMark = .now + .seconds(60)
        do {
            try store.advanceMark()
        } catch let failure as StoreFailure where failure.kind == .fatal {
            end = .storeLost(failure)
        } catch {
            logger.warning("the mark beside the database is not up to date", metadata: .keys([.reason: "\(error)"]))
        }
    }
}

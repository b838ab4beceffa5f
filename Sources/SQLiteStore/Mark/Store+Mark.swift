import StorePort

extension Store {
    /// With a restored copy, numbers of publications go on from the next multiple of this: beyond what an instance can
    /// have published since the copy was made.
    package static let restoredStep = 1_000_000

    /// Begins to work with it. To be called before anything is published.
    /// - Parameter acceptingRestored: a person says that it is an older copy (also one that cannot be told from the
    ///   newest): no number of a publication is given twice.
    /// - Returns: whether it goes on as one.
    /// - Throws: `restored` where it is one and that is not accepted.
    @discardableResult
    package func begin(acceptingRestored: Bool = false) throws -> Bool {
        do {
            return try tryToBegin(acceptingRestored)
        } catch let failure as StoreFailure where failure.kind == .full {
            // The ballast has been given up meanwhile: a full disk is no reason not to start, and to pause then.
            return try tryToBegin(acceptingRestored)
        }
    }

    private func tryToBegin(_ acceptingRestored: Bool) throws -> Bool {
        var file = try markFile.read()
        if file == .none, try transaction({ try $0.mark() }) == nil {
            // The file first: killed after the first mark is in the database, it must not look like a restored copy.
            let first = StoreMark(database: Self.newName(), number: 0)
            try markFile.write(first)
            file = .mark(first)
        }
        let found = logAtOpening
        let next = try transaction { transaction in
            let own = try transaction.mark()
            let problem = MarkDoubt(file: file, log: found).problem(own)
            if let problem, !acceptingRestored { throw StoreFailure(.restored, advice(problem)) }
            var next = own ?? StoreMark(database: Self.newName(), number: 0)
            if own == nil, case .mark(let first) = file, first.number == 0 { next = first }
            if case .mark(let known) = file, known.database == next.database {
                next.number = max(next.number, known.number)
            }
            next.number += 1
            try transaction.set(next)
            if acceptingRestored { try transaction.skipSequences(to: Self.restoredStep) }
            return next
        }
        try begun(with: next)
        logAtOpening = LogContent()
        try unseal()
        // From the start the file itself says whose it is and how far it has come, whatever becomes of its log.
        do throws(StoreFailure) { try writeBack() } catch { if error.kind != .full { throw error } }
        try refuseSealed()
        return acceptingRestored
    }

    /// A copy that was made up to now is an older one from now on.
    package func advanceMark() throws {
        guard mark != nil else { throw StoreFailure(.misuse, "the store has not begun") }
        wantsNumber = true
        // Never before the database says so itself: a crash between the two must not look like a restored copy.
        try transaction { _ in }
        if let mark { try markFile.write(mark) }
    }

    private func advice(_ problem: String) -> String {
        """
        \(path) seems to be an older copy, to come from elsewhere, or to have lost its log: \(problem) (\(markFile.path)).
        Nothing was changed. \
        Going on as if nothing had happened would publish other contents under message ids that were used already, and \
        apply messages a second time.
        Put the newest copy back where there is one, all files together. To go on with this one deliberately, start \
        once with: bpmn-bridge run --accept-restored. Numbers of publications then skip to the next \
        \(Self.restoredStep), so that no id is used twice; what is in its outbox is published again under its old ids; \
        messages that were acknowledged after the copy was made are not in it: have them sent again.
        """
    }

    private static func newName() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }
}

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
        let mark = try transaction { transaction in
            let own = try transaction.mark()
            let problem = try Self.doubt(own, file, isUntouched: transaction.isUntouched)
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
        try markFile.write(mark)
        try unseal()
        return acceptingRestored
    }

    /// A copy that was made up to now is an older one from now on.
    package func advanceMark() throws {
        let mark = try transaction { transaction in
            guard var mark = try transaction.mark() else {
                throw StoreFailure(.misuse, "the store has not begun")
            }
            mark.number += 1
            try transaction.set(mark)
            return mark
        }
        // Never before the database says so itself: a crash between the two must not look like a restored copy.
        try markFile.write(mark)
    }

    /// Why it may be an older copy; nil where it is not.
    private static func doubt(
        _ own: StoreMark?, _ file: MarkFile.Content, isUntouched: Bool
    ) throws(StoreFailure) -> String? {
        switch (own, file) {
        case (nil, .none): nil
        // Killed before the first mark was in the database.
        case (nil, .mark(let known)) where known.number == 0: nil
        case (nil, _): isUntouched ? nil : "the file beside it belongs to a newer one"
        case (_, .none): "the file beside it that says how far it had come is missing"
        case (_, .unreadable): "the file beside it that says how far it had come cannot be read"
        case (let own?, .mark(let known)):
            if own.database != known.database {
                "the file beside it belongs to another database"
            } else if own.number < known.number {
                "it is at mark \(own.number), and had come to mark \(known.number)"
            } else {
                nil
            }
        }
    }

    private func advice(_ problem: String) -> String {
        """
        \(path) seems to be an older copy, or to come from elsewhere: \(problem) (\(markFile.path)).
        Going on as if nothing had happened would publish other contents under message ids that were used already.
        Put the newest copy back where there is one, both files together. To go on with this one deliberately, start \
        once with: bpmn-bridge run --accept-restored. Numbers of publications then skip to the next \
        \(Self.restoredStep), so that no id is used twice; what is in its outbox is published again under its old ids; \
        messages that were acknowledged after the copy was made are not in it: have them sent again.
        """
    }

    private static func newName() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }
}

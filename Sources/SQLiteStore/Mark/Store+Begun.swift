package import Journal

extension Store {
    /// Opens the page that says what is being worked on. What the life before had begun and not ended is given to
    /// `take`, in a transaction of its own, once: also where the process ends right after it.
    package func openBegun(_ take: (BegunWork, borrowing Transaction) throws -> Void) throws -> BegunFile.Opening {
        let owner = try transaction { try $0.fact("database") } ?? ""
        return try BegunFile.open(at: path + ".begun", owner: owner) { work in
            guard !work.units.isEmpty || work.isElsewhere else { return }
            try transaction { transaction in
                let life = String(work.life, radix: 16)
                guard try transaction.fact("life_counted") != life else { return }
                try transaction.setFact("life_counted", to: life)
                try take(work, transaction)
            }
        }
    }
}

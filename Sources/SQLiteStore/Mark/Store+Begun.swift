package import Journal
package import StorePort

extension Store {
    /// Opens the page that says what is being worked on. What the life before had begun and not ended is given to
    /// `take`, with what is counted already; what it answers is committed with the note that this life was counted, so
    /// that it is counted once: also where the process ends right after it.
    package func openBegun(
        _ take: (BegunWork, _ counted: [WorkUnit: DeathCount]) throws -> [Change]
    ) throws -> BegunFile.Opening {
        let owner = try tables.fact("database") ?? ""
        return try BegunFile.open(at: path + ".begun", owner: owner) { work in
            guard !work.isNothing else { return }
            let life = String(work.life, radix: 16)
            guard try tables.fact("life_counted") != life else { return }
            let changes = try take(work, try tables.deaths())
            if let failure = commit(changes + [.fact("life_counted", life)]).failure { throw failure }
        }
    }
}

import Models
import Synchronization

/// One thread's own copies of plans.
///
/// A plan could be shared, since nothing in it changes. But what is shared is counted whenever it is touched, by
/// instructions that let one thread at a time through: two threads in one script would be little faster than one.
final class WorkerPlans: Sendable {
    /// So many are copied; further ones are shared.
    static let most = 64

    private let copies = Mutex<TextMap<Plan>>([:])

    /// The thread's own copy, made from the files that the plan was read from.
    func copy(of plan: Plan) -> Plan {
        copies.withLock { copies in
            if let known = copies[plan.definition.hash] { return known }
            guard copies.count < Self.most, let copy = plan.readAgain() else { return plan }
            copies[plan.definition.hash] = copy
            return copy
        }
    }
}

extension Plan {
    /// The same plan, which shares nothing with this one. Nil where its files no longer give it.
    fileprivate func readAgain() -> Plan? {
        guard
            let definitions = try? ModelReader.read(definition.sources, dialect: definition.dialect),
            let same = definitions.first(where: { $0.hash == definition.hash })
        else { return nil }
        return try? Plan(same)
    }
}

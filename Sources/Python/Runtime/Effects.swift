/// What a function does beside giving a value. It is said where the function is made and nowhere else: the resolver,
/// the expressions of routes and the tests ask the function.
struct Effects: OptionSet, Sendable {
    let rawValue: UInt8

    /// It changes its first argument, a method its receiver: everyone else who holds that object sees it.
    static let changesFirst = Effects(rawValue: 1 << 0)
    /// It gives any attribute, by a name that need not stand in the source.
    static let reachesAnything = Effects(rawValue: 1 << 1)
    /// It asks the host for the time.
    static let asksClock = Effects(rawValue: 1 << 2)
    /// It asks the host for chance.
    static let asksChance = Effects(rawValue: 1 << 3)
    /// It gives something else for equal arguments without asking anybody, at least in another process.
    static let varies = Effects(rawValue: 1 << 4)

    /// Through these an expression can change an object, so that objects reached twice must be the same object.
    static let needIdentity: Effects = [.changesFirst, .reachesAnything]
    /// With these the same arguments may give something else another time.
    static let unsteady: Effects = [.asksClock, .asksChance, .varies]

    func hasAny(of others: Effects) -> Bool { !isDisjoint(with: others) }
}

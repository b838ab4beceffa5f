import StorePort

extension Statement {
    /// Binds a key to two parameters that follow one another.
    func bind(_ first: Int32, _ key: MessageKey?) {
        bind(first, key?.identity)
        bind(first + 1, key?.content)
    }

    /// Binds a charge to two parameters that follow one another.
    func bind(_ first: Int32, _ charge: Charge?) {
        bind(first, charge?.route)
        bind(first + 1, charge.map { Int64($0.bytes) })
    }

    /// A charge in two columns that follow one another.
    func charge(_ first: Int32) -> Charge? {
        guard let route = optionalInt64(first) else { return nil }
        return Charge(route: route, bytes: int(first + 1))
    }

    /// A key in two columns that follow one another.
    func messageKey(_ first: Int32) -> MessageKey? {
        guard let identity = optionalInt64(first), let content = optionalInt64(first + 1) else { return nil }
        return MessageKey(identity: identity, content: content)
    }
}

import StorePort

extension Statement {
    /// Binds a key to two parameters that follow one another.
    func bind(_ first: Int32, _ key: MessageKey?) {
        bind(first, key?.identity)
        bind(first + 1, key?.content)
    }

    /// A key in two columns that follow one another.
    func messageKey(_ first: Int32) -> MessageKey? {
        guard let identity = optionalInt64(first), let content = optionalInt64(first + 1) else { return nil }
        return MessageKey(identity: identity, content: content)
    }
}

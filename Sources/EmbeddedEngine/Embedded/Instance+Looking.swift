import Values

extension Instance {
    /// For a person: where it stands, element by element, with the data there; once it has ended, its result.
    func look() -> Value {
        if ended { return ["data": .dict(result)] }
        let tasks = tokens(in: 0).filter { [.waiting, .ready].contains(tokens[$0].state) }
        return [
            "tasks": .list(
                tasks.map { token in
                    [
                        "element": .string(node(of: token).id), "state": .string(tokens[token].state.word),
                        "data": .dict(tokens[token].data),
                    ]
                })
        ]
    }
}

/// How far a database has come: a number that rises with every start, every copy, and now and then between. It is kept
/// in the database and in a file beside it; a database that says less than the file is an older copy of itself.
struct StoreMark: Sendable, Hashable {
    /// What tells this database from every other; its copies have the same.
    var database: String
    var number: Int

    /// As the file has it.
    var text: String { "\(database) \(number)\n" }

    init(database: String, number: Int) {
        self.database = database
        self.number = number
    }

    init?(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let number = Int(words[1]), number >= 0, number < .max / 2 else { return nil }
        self.init(database: String(words[0]), number: number)
    }
}

extension Transaction {
    /// The mark of this database; nil where it has none yet.
    func mark() throws(StoreFailure) -> StoreMark? {
        guard let id = try fact("database"), let number = try fact("mark") else { return nil }
        return StoreMark(text: "\(id) \(number)")
    }

    func set(_ mark: StoreMark) throws(StoreFailure) {
        try setFact("database", to: mark.database)
        try setFact("mark", to: "\(mark.number)")
    }

    /// No process was ever installed in it.
    var isUntouched: Bool { names.definitions.isEmpty }
}

/// The versions of the schema. What a version once did is never changed: a new one follows it.
enum Schema {
    /// The steps from an empty database to the newest, each with the version it leads to as its position + 1.
    static let migrations: [String] = [first, second, kept, identities, units, retried, desk]

    static var newest: Int { migrations.count }

    /// "bpmn" in ASCII: what tells the bridge's database from another program's.
    static let applicationID: Int64 = 0x6270_6D6E
    /// "bpmc": a backup that no bridge has gone on with yet.
    static let copyID: Int64 = 0x6270_6D63
}

/// All tables, and what of them is in memory. They are read at any time, and changed only inside a transaction. What can be
/// done is in `Tables/`, a file a concern.
struct Tables {
    let database: Database
    let mirror: Mirror
}

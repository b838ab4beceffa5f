/// Why the store could not do what it was asked. `kind` answers what the caller should do.
package struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// What is on disk is not known any more: the process must exit; it must settle nothing.
        case fatal
        /// The disk is full. Nothing happened: pause, then decide again.
        case full
        /// Another process holds the database.
        case locked
        /// A newer bridge wrote the database.
        case newerSchema
        /// The file belongs to another program.
        case foreign
        /// The file is damaged, found when it was opened.
        case corrupt
        /// The database is older than what it had published: a copy that was put back.
        case restored
        /// The file or its folder cannot be made, opened or written.
        case unavailable
        /// Something changed since it was read: read and decide again.
        case stale
        /// One row cannot be read; the others can.
        case unreadable
        /// A rule of the store was broken: a bug of the caller. The statement did nothing.
        case misuse
    }

    package var kind: Kind
    /// What happened, where, and what to do.
    package var message: String
    /// SQLite's extended result code, 0 where SQLite was not asked.
    package var code: Int32

    package init(_ kind: Kind, _ message: String, code: Int32 = 0) {
        self.kind = kind
        self.message = message
        self.code = code
    }

    /// Whether the round as a whole has failed; else only the part that met it, which is taken back.
    package var stopsTheRound: Bool {
        switch kind {
        case .fatal, .full, .locked, .newerSchema, .foreign, .corrupt, .restored, .unavailable, .stale: true
        case .unreadable, .misuse: false
        }
    }

    package var description: String { code == 0 ? message : "\(message) (SQLite \(code))" }
}

extension StoreFailure {
    /// Whether the process must exit.
    package var isEnd: Bool { stopsTheRound && kind != .full && kind != .stale }
}

import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import SQLiteStore

/// A database of schema 2, which knew a message by its queue, its id and the bytes of its body.
@Suite struct OldFormTests {
    private let body = Array(#"{"n": 1}"#.utf8)

    /// Rows as it wrote them.
    private func make(_ path: String, _ outcomes: [Outcome]) throws {
        let old = try Database.open(at: path, migrations: Array(Schema.migrations.prefix(2)))
        try old.execute("UPDATE inbox_index SET key_1 = 11, key_2 = 12")
        try old.execute("INSERT INTO source (key, name) VALUES (5, 'q')")
        let digest = MessageDigest(key: 11, 12)
        for (place, outcome) in outcomes.enumerated() {
            let hash = InboxRow.oldHash(body)
            try old.execute(
                """
                INSERT INTO inbox (position, digest, source, id, body_hash, outcome, at)
                VALUES (\(place + 1), \(digest(5, "m\(place)")), 5, 'm\(place)', \(hash), \(outcome.rawValue),
                    \(noon.microseconds + Int64(place)))
                """)
        }
        try old.close()
    }

    @Test("Messages that it took are found by queue and id, and told from newer ones")
    func known() throws {
        let folder = try TemporaryFolder()
        let all = Outcome.allCases.filter { $0 != .duplicate }
        try make(folder.database, all)
        for round in 0..<2 {
            try withStore(at: folder.database) { store in
                #expect(try store.reader.standing().hasOldForm)
                #expect(try store.reader.source("q") == 5)
                for (place, outcome) in all.enumerated() {
                    let rows = try store.reader.messages(store.digest(5, "m\(place)"))
                    #expect(rows.first?.position == Int64(place + 1) && rows.first?.isOldForm == true)
                    #expect(rows.first?.content == InboxRow.oldHash(body) && rows.first?.source == 5)
                    #expect(rows.first?.record == InboxRecord(outcome: outcome, at: noon + .microseconds(place)))
                }
                // A new message never gets the place of an old one, nor its form, though it shares the digest.
                let last = try store.reader.lastKeys().message
                #expect(last == Int64(all.count + round))
                try store.write(.remember(Sample.message(last + 1, source: 5), digest: store.digest(5, "m0")))
                #expect(
                    try store.reader.messages(store.digest(5, "m0")).map(\.isOldForm) == [true]
                        + Array(repeating: false, count: round + 1))
            }
        }
    }

    @Test("Once they are forgotten nobody looks for them")
    func forgotten() throws {
        let folder = try TemporaryFolder()
        try make(folder.database, [.started, .started, .started])
        try withStore(at: folder.database) { store in
            try store.write(.forgetMessages(after: 0, upTo: 3, before: noon + .microseconds(2)))
            #expect(try store.reader.standing().hasOldForm)
            try store.write(.forgetMessages(after: 0, upTo: 3, before: noon + .seconds(1)))
            #expect(try !store.reader.standing().hasOldForm)
        }
        try withStore(at: folder.database) { store in
            #expect(try !store.reader.standing().hasOldForm)
            try store.write(.remember(Sample.message(4), digest: 1))
            #expect(try store.reader.messages(1).map(\.isOldForm) == [false])
        }
    }
}

import CSQLite
import Messages
import StorePort
import Values

/// A prepared statement lent for one use: bind, step, read. It is reset when the use ends.
struct Statement: ~Copyable {
    private let prepared: PreparedStatement

    init(lending prepared: PreparedStatement) {
        precondition(!prepared.isLent, "a statement is used inside its own use")
        prepared.isLent = true
        prepared.bindFailure = SQLITE_OK
        self.prepared = prepared
    }

    deinit {
        sqlite3_reset(prepared.pointer)
        sqlite3_clear_bindings(prepared.pointer)
        prepared.isLent = false
    }

    /// One row further: true where there is one, false at the end.
    func step() throws(StoreFailure) -> Bool {
        guard prepared.bindFailure == SQLITE_OK else { throw prepared.database.failure(prepared.bindFailure) }
        switch sqlite3_step(prepared.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw prepared.database.failure(code)
        }
    }

    /// Steps a statement that gives no rows, and starts it afresh for the next values.
    func run() throws(StoreFailure) {
        _ = try step()
        sqlite3_reset(prepared.pointer)
    }

    /// `run`, with bytes that are read where they lie instead of being copied.
    func run(_ index: Int32, blob: [UInt8]) throws(StoreFailure) {
        try Self.lend(blob, to: prepared, at: index) { () throws(StoreFailure) in try run() }
    }

    /// `run`, with two blobs that are read where they lie.
    func run(_ first: Int32, blob one: [UInt8], _ second: Int32, blob other: [UInt8]) throws(StoreFailure) {
        try Self.lend(one, to: prepared, at: first) { () throws(StoreFailure) in
            try Self.lend(other, to: prepared, at: second) { () throws(StoreFailure) in try run() }
        }
    }

    private static func lend(
        _ blob: [UInt8], to prepared: PreparedStatement, at index: Int32, _ body: () throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        try blob.withUnsafeBufferPointer { (bytes) throws(StoreFailure) in
            // A nil pointer would bind NULL.
            let code =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(prepared.pointer, index, 0)
                : bridge_lend_blob(prepared.pointer, index, bytes.baseAddress, UInt64(bytes.count))
            if code != SQLITE_OK { prepared.bindFailure = code }
            try body()
        }
    }
}

extension Statement {
    func bind(_ index: Int32, _ number: Int64) {
        note(sqlite3_bind_int64(prepared.pointer, index, number))
    }

    func bind(_ index: Int32, _ number: Int64?) {
        if let number { bind(index, number) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ number: Int) { bind(index, Int64(number)) }

    func bind(_ index: Int32, _ moment: Timestamp) { bind(index, moment.microseconds) }

    func bind(_ index: Int32, _ moment: Timestamp?) { bind(index, moment?.microseconds) }

    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                // A nil pointer would bind NULL.
                if let start = characters.baseAddress {
                    note(bridge_bind_text(prepared.pointer, index, start, UInt64(characters.count)))
                } else {
                    note(bridge_bind_text(prepared.pointer, index, "", 0))
                }
            }
        }
    }

    func bind(_ index: Int32, _ text: String?) {
        if let text { bind(index, text) } else { bindNull(index) }
    }

    /// Copies the bytes; `run(_:blob:)` does not.
    func bind(_ index: Int32, blob: [UInt8]) {
        blob.withUnsafeBytes { bytes in
            note(
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(prepared.pointer, index, 0)
                    : bridge_bind_blob(prepared.pointer, index, bytes.baseAddress, UInt64(bytes.count)))
        }
    }

    func bind(_ index: Int32, blob: [UInt8]?) {
        if let blob { bind(index, blob: blob) } else { bindNull(index) }
    }

    func bindNull(_ index: Int32) { note(sqlite3_bind_null(prepared.pointer, index)) }

    private func note(_ code: Int32) {
        if code != SQLITE_OK { prepared.bindFailure = code }
    }
}

extension Statement {
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(prepared.pointer, column) == SQLITE_NULL }

    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(prepared.pointer, column) }

    func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

    func int(_ column: Int32) -> Int { Int(int64(column)) }

    func timestamp(_ column: Int32) -> Timestamp { Timestamp(microseconds: int64(column)) }

    func optionalTimestamp(_ column: Int32) -> Timestamp? { isNull(column) ? nil : timestamp(column) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(prepared.pointer, column) else { return "" }
        let count = Int(sqlite3_column_bytes(prepared.pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(prepared.pointer, column) else { return [] }
        let count = Int(sqlite3_column_bytes(prepared.pointer, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

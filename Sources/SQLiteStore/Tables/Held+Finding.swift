package import Messages
package import StorePort
import Values

extension Transaction {
    /// The held events of this kind and name that `instance` may have, oldest first, after `position`; without an
    /// instance those that name none. A nil name is every name.
    package func held(
        _ kind: EventKind, name: String?, for instance: InstanceID?, after position: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        var rows =
            if let name {
                try heldOpenly(kind, name: name, after: position, limit: limit)
            } else {
                try heldOpenly(kind, after: position, limit: limit)
            }
        guard let instance else { return rows }
        rows += try held(kind, name: name, keys: [.addressee(instance)], after: position, limit: limit)
        return Self.oldest(limit, of: rows)
    }

    /// The held events of this kind and name that can be found by any of `keys`, oldest first, after `position`.
    /// A nil name is every name.
    package func held(
        _ kind: EventKind, name: String?, keys: [HeldKey], after position: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        for key in keys {
            if let name {
                rows += try held(kind, name: name, key: key, after: position, limit: limit)
            } else {
                rows += try held(kind, key: key, after: position, limit: limit)
            }
        }
        return Self.oldest(limit, of: rows)
    }

    /// Those that name no instance.
    private func heldOpenly(
        _ kind: EventKind, name: String, after position: Int64, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held
            WHERE kind = ?1 AND name = ?2 AND addressee IS NULL AND position > ?3 ORDER BY position LIMIT ?4
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, name)
        select.bind(3, position)
        select.bind(4, limit)
        return try Self.heldRows(of: select)
    }

    /// A statement of its own, as no index can serve both.
    private func heldOpenly(
        _ kind: EventKind, after position: Int64, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held
            WHERE kind = ?1 AND addressee IS NULL AND position > ?2 ORDER BY position LIMIT ?3
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, position)
        select.bind(3, limit)
        return try Self.heldRows(of: select)
    }

    private func held(
        _ kind: EventKind, name: String, key: HeldKey, after position: Int64, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held_key JOIN held ON position = held
            WHERE held_key.kind = ?1 AND held_key.name = ?2 AND key = ?3 AND held > ?4 ORDER BY held LIMIT ?5
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, name)
        select.bind(3, key.text)
        select.bind(4, position)
        select.bind(5, limit)
        return try Self.heldRows(of: select)
    }

    private func held(
        _ kind: EventKind, key: HeldKey, after position: Int64, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held_key JOIN held ON position = held
            WHERE held_key.kind = ?1 AND key = ?2 AND held > ?3 ORDER BY held LIMIT ?4
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, key.text)
        select.bind(3, position)
        select.bind(4, limit)
        return try Self.heldRows(of: select)
    }

    /// An event that is found in several ways comes once.
    private static func oldest(_ limit: Int, of rows: [HeldRow]) -> [HeldRow] {
        guard rows.count > 1 else { return rows }
        var last: Int64 = 0
        var oldest = rows.sorted { $0.position < $1.position }
        oldest.removeAll { row in
            defer { last = row.position }
            return row.position == last
        }
        return Array(oldest.prefix(limit))
    }

    static func heldRows(of select: borrowing Statement) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        while try select.step() {
            rows.append(heldRow(of: select))
        }
        return rows
    }

    static func heldRow(of select: borrowing Statement) -> HeldRow {
        HeldRow(
            position: select.int64(0), expiresAt: select.timestamp(1), key: select.messageKey(2),
            content: select.blob(4))
    }
}

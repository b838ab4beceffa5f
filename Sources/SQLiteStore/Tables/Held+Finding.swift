import Messages
import StorePort
import Values

extension Tables {
    /// The held events of a kind and name that name no instance, or can be found by a key, oldest first.
    func held(_ query: HeldQuery) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        if query.openly {
            rows =
                if let name = query.name {
                    try heldOpenly(query, name: name)
                } else {
                    try heldOpenly(query)
                }
        }
        for key in query.keys {
            if let name = query.name {
                rows += try held(query, name: name, key: key)
            } else {
                rows += try held(query, key: key)
            }
        }
        return Self.oldest(query.limit, of: rows)
    }

    /// Those that name no instance.
    private func heldOpenly(_ query: HeldQuery, name: String) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content FROM held
            WHERE kind = ?1 AND name = ?2 AND addressee IS NULL AND position > ?3 ORDER BY position LIMIT ?4
            """)
        select.bind(1, Int(query.kind.code))
        select.bind(2, name)
        select.bind(3, query.after)
        select.bind(4, query.limit)
        return try Self.heldRows(of: select)
    }

    /// A statement of its own, as no index can serve both.
    private func heldOpenly(_ query: HeldQuery) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content FROM held
            WHERE kind = ?1 AND addressee IS NULL AND position > ?2 ORDER BY position LIMIT ?3
            """)
        select.bind(1, Int(query.kind.code))
        select.bind(2, query.after)
        select.bind(3, query.limit)
        return try Self.heldRows(of: select)
    }

    private func held(_ query: HeldQuery, name: String, key: HeldKey) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content
            FROM held_key JOIN held ON position = held
            WHERE held_key.kind = ?1 AND held_key.name = ?2 AND key = ?3 AND held > ?4 ORDER BY held LIMIT ?5
            """)
        select.bind(1, Int(query.kind.code))
        select.bind(2, name)
        select.bind(3, key.text)
        select.bind(4, query.after)
        select.bind(5, query.limit)
        return try Self.heldRows(of: select)
    }

    private func held(_ query: HeldQuery, key: HeldKey) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content
            FROM held_key JOIN held ON position = held
            WHERE held_key.kind = ?1 AND key = ?2 AND held > ?3 ORDER BY held LIMIT ?4
            """)
        select.bind(1, Int(query.kind.code))
        select.bind(2, key.text)
        select.bind(3, query.after)
        select.bind(4, query.limit)
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
}

/// A message in this database: what it is known by, and what it says, as digests under the database's own key.
package struct MessageKey: Sendable, Hashable {
    package var identity: Int64
    package var content: Int64

    package init(identity: Int64, content: Int64) {
        self.identity = identity
        self.content = content
    }
}

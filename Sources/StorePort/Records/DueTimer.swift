package import Values

/// A running instance whose clock has come.
package struct DueTimer: Sendable, Hashable {
    package var at: Timestamp
    package var instance: InstanceKey

    package init(at: Timestamp, instance: InstanceKey) {
        self.at = at
        self.instance = instance
    }
}

package import Values

/// A process definition as it is kept: enough to install it again for the instances that began with it.
package struct StoredDefinition: Sendable, Hashable {
    /// What tells two versions apart.
    package var hash: String
    package var process: String
    package var dialect: String
    package var firstSeen: Timestamp
    /// The model files, in the caller's own form.
    package var sources: [UInt8]

    package init(hash: String, process: String, dialect: String, firstSeen: Timestamp, sources: [UInt8]) {
        self.hash = hash
        self.process = process
        self.dialect = dialect
        self.firstSeen = firstSeen
        self.sources = sources
    }
}

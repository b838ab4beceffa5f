/// What runs the processes, and how.
package struct EngineSettings: Sendable, Hashable {
    package var embedded = EmbeddedEngineSettings()
}

/// The engine within the bridge.
package struct EmbeddedEngineSettings: Sendable, Hashable {
    /// How many threads run what is heavy; nil for as many as there are processors.
    package var threads: Int?
}

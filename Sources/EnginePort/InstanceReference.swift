package import Messages

/// What tells two versions of a process apart: `ProcessDefinition.hash`.
package typealias DefinitionHash = String

/// An instance at one point of its life.
package struct InstanceReference: Sendable, Hashable {
    package var id: InstanceID
    package var definition: DefinitionHash
    /// Counts the inputs it took: 0 after its start.
    package var revision: Int

    package init(id: InstanceID, definition: DefinitionHash, revision: Int) {
        self.id = id
        self.definition = definition
        self.revision = revision
    }
}

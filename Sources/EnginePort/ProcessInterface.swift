package import Messages
package import Models

/// What a process shows to the outside: which events start it, which it can wait for, which it can emit.
package struct ProcessInterface: Sendable {
    package struct Use: Sendable, Hashable {
        package var kind: EventKind
        /// The message's or signal's name, the error's or escalation's code (nil catches all of that kind), a task's
        /// operation or element.
        package var name: String?
        package var element: String

        package init(kind: EventKind, name: String?, element: String) {
            self.kind = kind
            self.name = name
            self.element = element
        }
    }

    /// A decision table and the business rule task that asks it.
    package struct Decision: Sendable, Hashable {
        package var id: String
        package var hitPolicy: String
        package var rules: Int
        package var element: String

        package init(id: String, hitPolicy: String, rules: Int, element: String) {
            self.id = id
            self.hitPolicy = hitPolicy
            self.rules = rules
            self.element = element
        }
    }

    package var process: String
    package var definition: DefinitionHash
    /// What installs this version again: the files it was read from, and how.
    package var sources: [ModelSource]
    package var dialect: Dialect
    package var starts: [Use]
    package var waits: [Use]
    package var emits: [Use]
    /// The service tasks among what it emits and waits for: a program must answer them.
    package var services: [Use]
    package var decisions: [Decision]

    package init(
        process: String, definition: DefinitionHash, sources: [ModelSource], dialect: Dialect, starts: [Use],
        waits: [Use], emits: [Use], services: [Use] = [], decisions: [Decision] = []
    ) {
        self.process = process
        self.definition = definition
        self.sources = sources
        self.dialect = dialect
        self.starts = starts
        self.waits = waits
        self.emits = emits
        self.services = services
        self.decisions = decisions
    }
}

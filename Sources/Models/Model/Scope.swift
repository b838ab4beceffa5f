/// A process or subprocess: what has its own elements, data objects and correlations.
package struct Scope: Sendable {
    package enum Kind: Sendable, Hashable {
        case process
        case subprocess
        case transaction
        case eventSubprocess(interrupting: Bool)
    }

    package var kind: Kind
    /// The id of the process or subprocess element.
    package var id: String
    /// The element that holds this scope (subprocess or call activity); none for the process itself.
    /// A process that several call activities call has a scope for each of them only where they differ, so
    /// a called process names no owner either.
    package var owner: ElementIndex?
    package var elements: [ElementIndex] = []
    /// Start elements, in document order.
    package var starts: [ElementIndex] = []
    package var eventSubprocesses: [ElementIndex] = []
    /// Ids of the data objects, which are also the variables they are copied to.
    package var dataObjects: [String] = []
    /// The io specification of a called process; nil where it declares none.
    package var inputs: [String]?
    package var outputs: [String]?

    package init(kind: Kind, id: String, owner: ElementIndex?) {
        self.kind = kind
        self.id = id
        self.owner = owner
    }
}

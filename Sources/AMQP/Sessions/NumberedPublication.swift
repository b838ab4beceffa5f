package import Messages

/// A publication with the number by which its sender is told what became of it.
///
/// Message ids would not do: what they are is the sender's business, and several publications may have one.
package struct NumberedPublication: Sendable, Hashable {
    package var number: Int64
    package var publication: Publication

    package init(number: Int64, publication: Publication) {
        self.number = number
        self.publication = publication
    }
}

/// What became of one publication.
package struct PublicationOutcome: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case confirmed
        /// No queue took it (the broker confirms such a publication all the same).
        case returned(code: Int, text: String)
        /// The broker or a queue could not take it now.
        case nacked
        /// It can never be sent: larger than the broker takes, a name too long, headers too deep.
        case unpublishable(String)
    }

    /// The number that came with the publication.
    package var number: Int64
    package var result: Result

    package init(number: Int64, result: Result) {
        self.number = number
        self.result = result
    }
}

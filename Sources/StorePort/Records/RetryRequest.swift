/// A retry that a person has asked for while no bridge ran.
package struct RetryRequest: Sendable, Hashable {
    package var number: Int64
    /// The person named the number; else what only a person can choose stays parked.
    package var isChosen: Bool

    package init(number: Int64, isChosen: Bool = true) {
        self.number = number
        self.isChosen = isChosen
    }
}

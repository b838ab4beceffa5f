package import Messages

/// A delivery that is not settled.
package final class Arrival {
    package let delivery: Delivery
    /// How far it came, if it could not be decided when it was its turn.
    var unfinished: Unfinished?
    /// It is decided in the round at hand.
    var isDecided = false

    init(_ delivery: Delivery) { self.delivery = delivery }
}

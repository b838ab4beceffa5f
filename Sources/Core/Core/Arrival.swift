package import Messages

/// A delivery that is not settled.
package struct Arrival {
    package var delivery: Delivery
    /// How far it came, if it could not be decided when it was its turn.
    var unfinished: Unfinished?
    /// It is decided in the round at hand.
    var isDecided = false
}

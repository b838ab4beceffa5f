/// Bounds of one unit of work.
package struct UnitOfWorkSettings: Sendable {
    /// How many events inside the bridge may follow from one delivery before the rest is parked.
    package var stepsPerDelivery = 10_000
    /// How many held events are looked at for one subscription at once.
    package var heldPage = 64
    /// The largest body the broker takes.
    package var largestPublication = 128 << 20

    package init() {}
}

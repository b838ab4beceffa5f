/// Bounds of what may follow from one delivery, and of what is looked at for one event at once.
package struct RoundSettings: Sendable {
    /// How many events inside the bridge may follow from one delivery before the rest is parked.
    package var stepsPerDelivery = 10_000
    /// How many held events are looked at for one subscription at once.
    package var heldPage = 64

    /// How many receivers of one signal are given it at once; more have a record each, and are given it page by page.
    package var receiversAtOnce = 200

    /// How long after the engine could not take a step it is asked again.
    package var laterRetry = Duration.seconds(1)

    package init() {}
}

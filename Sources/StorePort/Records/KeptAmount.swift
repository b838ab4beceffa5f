/// How much is kept of what came by one route: held and parked together.
package struct KeptAmount: Sendable, Hashable {
    package var count: Int
    package var bytes: Int

    package init(count: Int = 0, bytes: Int = 0) {
        self.count = count
        self.bytes = bytes
    }
}

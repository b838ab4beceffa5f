/// How much is kept of what came by one route: held and parked together.
package struct KeptAmount: Sendable, Hashable {
    package var count: Int
    package var bytes: Int

    package init(count: Int = 0, bytes: Int = 0) {
        self.count = count
        self.bytes = bytes
    }
}

/// What one row that is kept counts for. Rows of no route, and what older versions kept, count for nothing.
package struct Charge: Sendable, Hashable {
    /// The number of the source that the route's label has.
    package var route: Int64
    package var bytes: Int

    package init(route: Int64, bytes: Int) {
        self.route = route
        self.bytes = bytes
    }
}

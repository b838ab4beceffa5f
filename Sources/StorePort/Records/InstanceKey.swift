/// What the store calls an instance by: small, and larger the later it began.
package struct InstanceKey: Sendable, Hashable, Comparable {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

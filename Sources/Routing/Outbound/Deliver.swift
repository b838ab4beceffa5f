/// Where an event goes that an instance emits: to the broker, to other instances of this bridge, or both.
package enum Deliver: String, Sendable, Hashable, CaseIterable {
    case outward, inward, both
}

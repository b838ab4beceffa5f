package import Values

/// Something that a step shows otherwise than expected.
package struct Mismatch: Sendable, Hashable {
    /// 0 is the start.
    package var step: Int
    /// Like `data.order.total`.
    package var key: String
    package var expected: Value
    /// nil where there is nothing of that name.
    package var got: Value?
}

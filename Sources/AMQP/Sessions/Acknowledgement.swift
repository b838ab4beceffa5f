/// One basic.ack.
package struct Acknowledgement: Sendable, Hashable {
    package var tag: UInt64
    /// Covers every delivery up to the tag that has no acknowledgement yet.
    package var multiple: Bool
}

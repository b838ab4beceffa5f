/// One basic.ack.
struct Acknowledgement: Sendable, Hashable {
    var tag: UInt64
    /// Covers every delivery up to the tag that has no acknowledgement yet.
    var multiple: Bool
}

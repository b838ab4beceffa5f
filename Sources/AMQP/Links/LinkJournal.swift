package import Messages

/// Where a link notes what it is at, so that it is known should the process end in it. Called on the link's thread, for
/// every message.
package protocol LinkJournal: Sendable {
    /// These properties are about to be decoded.
    /// - Returns: why they must not be, if so: `ended` is not called then.
    func decodes(_ list: UnsafeRawBufferPointer) -> String?
    /// This publication is about to be written.
    func publishes(_ publication: Publication)
    /// What was about to be done is done.
    func ended()
}

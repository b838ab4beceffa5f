/// What the body of a publication is written as.
package enum OutboundFormat: String, Sendable, Hashable, CaseIterable {
    case json = "application/json"
    /// The body expression must give a string.
    case text = "text/plain"

    package var contentType: String { rawValue }
}

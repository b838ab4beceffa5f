/// How big a document may be. What exceeds a limit is refused before or while it is parsed.
package struct XMLLimits: Sendable, Hashable {
    package var bytes: Int
    package var elements: Int
    package var attributesPerElement: Int
    package var depth: Int

    /// The parser itself never goes deeper than 256.
    package init(
        bytes: Int = 8 << 20, elements: Int = 500_000, attributesPerElement: Int = 256, depth: Int = 256
    ) {
        self.bytes = bytes
        self.elements = elements
        self.attributesPerElement = attributesPerElement
        self.depth = depth
    }
}

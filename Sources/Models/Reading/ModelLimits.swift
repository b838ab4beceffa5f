package import XML

/// How big models may be. What exceeds a limit is refused by name.
package struct ModelLimits: Sendable, Hashable {
    /// A drawn element takes about ten of XML and 500 bytes.
    package var xml: XMLLimits
    /// One script or expression.
    var scriptBytes: Int
    /// The elements of all definitions together: a process counts again in each that calls it.
    package var elements: Int
    /// Problems told; of more than these only the number.
    package var problems: Int

    init(
        xml: XMLLimits = XMLLimits(bytes: 64 << 20, elements: 2_000_000), scriptBytes: Int = 64 << 10,
        elements: Int = 1_000_000, problems: Int = 1_000
    ) {
        self.xml = xml
        self.scriptBytes = scriptBytes
        self.elements = elements
        self.problems = problems
    }
}

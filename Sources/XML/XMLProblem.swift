/// Why a document was not read, and where.
package struct XMLProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What sort of problem it is, for those who treat them differently.
    package enum Reason: Sendable, Hashable {
        /// A DOCTYPE: entities and external subsets are how documents attack their readers.
        case doctype
        /// Larger, deeper or more numerous than the limits.
        case tooBig
        /// Neither UTF-8, US-ASCII nor ISO-8859-1.
        case encoding
        /// Not well-formed XML with namespaces.
        case malformed
        /// The parser could not even start: no memory.
        case exhausted
    }

    package let reason: Reason
    package let file: String
    /// Counted from 1.
    package let line: Int
    package let column: Int
    /// What is wrong and, where it is known, what to do.
    package let message: String

    package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// One attribute of an element. Namespace declarations are not attributes here, see `XMLNamespace`.
package struct XMLAttribute: Sendable, Hashable {
    package let name: String
    /// The prefix as the document writes it, if any.
    package let prefix: String?
    /// The URI the prefix stands for; an attribute without a prefix is in no namespace.
    package let namespace: String?
    package let value: String
}

/// A namespace declared on an element: `xmlns="uri"` (no prefix) or `xmlns:prefix="uri"`.
package struct XMLNamespace: Sendable, Hashable {
    package let prefix: String?
    package let uri: String
}

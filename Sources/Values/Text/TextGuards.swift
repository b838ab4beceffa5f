package import OrderedCollections

// A table of the standard library or of OrderedCollections with texts as keys would take names for equal that are not: the
// compiler refuses to look anything up in one. These are never called.

extension Set<String> {
    @available(*, deprecated, message: "canonically equivalent texts are one element here; use TextSet")
    package init(_ names: some Sequence<String>) { self.init(minimumCapacity: 0) }

    @available(*, deprecated, message: "canonically equivalent texts are one element here; use TextSet")
    package func contains(_ name: String) -> Bool { self.contains { $0 == name } }
}

extension OrderedSet<String> {
    @available(*, deprecated, message: "canonically equivalent texts are one element here; use TextTable")
    package init(_ names: some Sequence<String>) { self.init() }

    @available(*, deprecated, message: "canonically equivalent texts are one element here; use TextTable")
    package func contains(_ name: String) -> Bool { self.contains { $0 == name } }
}

extension Dictionary where Key == String {
    @available(*, deprecated, message: "canonically equivalent texts are one key here; use TextMap or TextTable")
    package subscript(name: String) -> Value? {
        get { first { $0.key == name }?.value }
        set {}
    }
}

extension OrderedDictionary where Key == String {
    @available(*, deprecated, message: "canonically equivalent texts are one key here; use TextTable")
    package subscript(name: String) -> Value? {
        get { first { $0.key == name }?.value }
        set {}
    }
}

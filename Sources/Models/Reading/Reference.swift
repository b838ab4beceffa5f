/// What an id in one place says about an element in another.
enum Reference {
    /// The key that `text` names: an id, which may be qualified with a prefix (`tns:order`).
    static func resolve<Value>(_ text: String?, in table: TextMap<Value>) -> String? {
        resolve(text) { table[$0] != nil }
    }

    static func resolve(_ text: String?, in ids: TextSet) -> String? { resolve(text, where: ids.contains) }

    static func resolve(_ text: String?, where isKnown: (String) -> Bool) -> String? {
        guard let text else { return nil }
        if isKnown(text) { return text }
        guard let local = text.parted(atFirst: ":")?.after else { return nil }
        return isKnown(local) ? local : nil
    }
}

import CLibXML2

/// The names of a document as Swift strings, made once each: the parser gives equal names at equal addresses.
struct NameTable {
    private var strings: [UnsafePointer<xmlChar>: String] = [:]

    subscript(pointer: UnsafePointer<xmlChar>?) -> String? {
        mutating get {
            guard let pointer else { return nil }
            if let known = strings[pointer] { return known }
            let name = String(cString: pointer)
            strings[pointer] = name
            return name
        }
    }
}

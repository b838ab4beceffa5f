import CLibXML2

/// What a parser error means to the person who wrote the document.
enum PlainLanguage {
    static func message(for error: xmlError, innermost: (name: String, line: Int)?, begun: Bool) -> String {
        switch xmlParserErrors(rawValue: UInt32(bitPattern: error.code)) {
        case XML_ERR_DOCUMENT_EMPTY: return "the document is empty, or does not begin with a tag"
        case XML_ERR_DOCUMENT_END:
            if !begun { return "the document is empty" }
            guard let innermost else { return "there is something after the end of the root element" }
            return "the document ends inside <\(innermost.name)>, begun in line \(innermost.line)"
        case XML_ERR_TAG_NAME_MISMATCH:
            guard let innermost else { break }
            return "</\(string(error.str2) ?? "…")> ends <\(innermost.name)>, begun in line \(innermost.line)"
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
            return "the entity &\(string(error.str1) ?? "…"); is not known; write the character itself"
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            return "the namespace prefix \"\(string(error.str1) ?? "")\" is not declared"
        case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED:
            return "the attribute \"\(string(error.str1) ?? "")\" stands twice in one tag"
        case XML_ERR_INVALID_ENCODING, XML_ERR_INVALID_CHAR:
            return "a character that XML does not allow, or bytes that are not UTF-8"
        case XML_ERR_NO_MEMORY: return "no memory to read the document"
        default: break
        }
        return "not well-formed: " + sentence(string(error.message) ?? "error \(error.code)")
    }

    private static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    /// The first line of the parser's own words, bounded.
    private static func sentence(_ text: String) -> String {
        String((text.split(whereSeparator: \.isNewline).first ?? "").prefix(200))
    }
}

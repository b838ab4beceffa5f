/// Which character encodings are read: those in which every markup byte is itself, so that the scan sees what the parser sees.
enum Encoding {
    private static let accepted: TextSet = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1"]

    /// The length of a UTF-8 byte order mark at the start.
    static func byteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Refuses a document that is, or says it is, in another encoding.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(XMLProblem) {
        // A NUL is no character of XML, but every markup character of UTF-16 and UTF-32 has one.
        let wide = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0)
        if wide { throw problem("the document is in UTF-16 or UTF-32; save it as UTF-8", file: file) }
        guard let name = declared(bytes) else { return }
        if !accepted.contains(name) {
            throw problem("the encoding \"\(name)\" is not read; save the document as UTF-8", file: file)
        }
        if byteOrderMark(bytes) > 0 && !name.hasPrefix("utf") {
            throw problem("the document begins with a UTF-8 byte order mark but declares \"\(name)\"", file: file)
        }
    }

    private static func problem(_ message: String, file: String) -> XMLProblem {
        XMLProblem(reason: .encoding, file: file, line: 1, column: 1, message: message)
    }

    /// The encoding in the XML declaration, in lower case; `nil` if none is declared.
    private static func declared(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = String(decoding: bytes.dropFirst(byteOrderMark(bytes)).prefix(256), as: UTF8.self)
        guard head.hasPrefix("<?xml"), let end = head.firstIndex(of: ">") else { return nil }
        let parts = head[..<end].unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
        for (label, value) in zip(parts, parts.dropFirst()) {
            let word = String(String.UnicodeScalarView(label.filter { !$0.properties.isWhitespace }))
            if word == "encoding=" { return String(value).lowercased() }
        }
        return nil
    }
}

/// Strict, bounded reading of XML: no DOCTYPE, no entities but the predefined five, no file or socket opened.
package enum XMLDocument {
    /// Reads a document and returns its root element. `file` is what problems call it; nothing is opened.
    package static func read(
        bytes: [UInt8], file: String, limits: XMLLimits = XMLLimits()
    ) throws(XMLProblem) -> XMLElement {
        try bytes.withUnsafeBufferPointer { buffer throws(XMLProblem) in
            try Encoding.check(buffer, file: file)
            let text = UnsafeBufferPointer(rebasing: buffer[Encoding.byteOrderMark(buffer)...])
            let scan = try MarkupScan.scan(text, file: file, limits: limits)
            return try Parser.parse(text, scan: scan, file: file)
        }
    }
}

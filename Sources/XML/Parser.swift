import CLibXML2

/// One run of libxml2's push parser over a scanned document. The push parser, because it
/// stops at the first fatal error; the pull parser would go on to the end of the input.
enum Parser {
    /// Once in the life of the process: the library's tables, and a loader that never loads anything.
    private static let library: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { _, _, _ in nil }
    }()

    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, scan: MarkupScan, file: String
    ) throws(XMLProblem) -> XMLElement {
        _ = library
        let builder = TreeBuilder(scan: scan, file: file)
        let session = Session(builder: builder)
        withExtendedLifetime(session) {
            session.run(bytes, file: file)
        }
        if let problem = builder.problem { throw problem }
        guard let root = builder.root else {
            throw XMLProblem(reason: .malformed, file: file, line: 1, column: 1, message: "the document is empty")
        }
        return root
    }
}

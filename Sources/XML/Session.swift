import CLibXML2

/// What the C callbacks are given: the tree under construction, and the parser to stop.
final class Session {
    let builder: TreeBuilder
    private var context: xmlParserCtxtPtr?

    init(builder: TreeBuilder) { self.builder = builder }

    func run(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
        var handler = Callbacks.handler()
        let this = Unmanaged.passUnretained(self).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, this, nil, 0, nil) else {
            return builder.report(.exhausted, line: 1, column: 1, "no memory to read the document")
        }
        defer { xmlFreeParserCtxt(context) }
        self.context = context
        _ = xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
        bytes.withMemoryRebound(to: CChar.self) { characters in
            _ = xmlParseChunk(context, characters.baseAddress, Int32(clamping: characters.count), 1)
        }
        self.context = nil
        if context.pointee.wellFormed == 0 {
            builder.report(.malformed, line: 1, column: 1, "the document is not well-formed")
        }
    }

    /// The session behind the pointer that the parser hands to every callback.
    static func from(_ pointer: UnsafeMutableRawPointer?) -> Session? {
        pointer.map { Unmanaged<Session>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Ends the parse; allowed from the callbacks for content, not from the one for errors,
    /// after which the parser may still read from the buffer that stopping frees.
    func stop() {
        if let context { xmlStopParser(context) }
    }

    /// Where the parser is, for what is refused in a callback.
    var place: (line: Int, column: Int) {
        guard let input = context?.pointee.input else { return (1, 1) }
        return (Int(input.pointee.line), Int(input.pointee.col))
    }
}

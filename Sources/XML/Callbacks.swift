import CLibXML2

/// The SAX2 callbacks: each finds its session and hands on what it was told.
enum Callbacks {
    /// Only what is needed; every other callback is empty, so that no entity is ever declared, found or loaded.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.internalSubset = { context, _, _, _ in
            guard let session = Session.from(context) else { return }
            let (line, column) = session.place
            session.builder.report(.doctype, line: line, column: column, "a DOCTYPE is not read; remove it")
            session.stop()
        }
        handler.startElementNs = { context, name, prefix, uri, spaces, declared, count, _, attributes in
            guard let session = Session.from(context) else { return }
            let builder = session.builder
            builder.elementStarted(
                name: name, prefix: prefix, namespace: uri,
                attributes: builder.attributes(attributes, count: Int(count)),
                declarations: builder.declarations(declared, count: Int(spaces)))
            if builder.problem != nil { session.stop() }
        }
        handler.endElementNs = { context, _, _, _ in Session.from(context)?.builder.elementEnded() }
        handler.characters = { context, bytes, count in Callbacks.text(context, bytes, count) }
        // The same for white space: with two different functions the parser would guess which is which.
        handler.ignorableWhitespace = handler.characters
        handler.serror = { context, error in
            guard let error, let session = Session.from(context) else { return }
            let problem = error.pointee
            guard problem.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
            session.builder.report(
                .malformed, line: Int(problem.line), column: Int(problem.int2),
                PlainLanguage.message(
                    for: problem, innermost: session.builder.innermost, begun: session.builder.begun))
        }
        return handler
    }

    private static func text(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
        guard let bytes, count > 0 else { return }
        Session.from(context)?.builder.charactersRead(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}

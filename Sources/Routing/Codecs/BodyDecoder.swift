import AMQP
import Messages
import Values
import XML

/// Turns the bytes of a body into plain data, as its content type says.
enum BodyDecoder {
    /// Decodes a body that is no structured CloudEvent.
    static func decode(_ bytes: [UInt8], as format: BodyFormat) throws(RouteFailure) -> Value {
        guard bytes.count <= MessageLimits.body else {
            throw failure("the body has \(bytes.count) bytes; at most \(MessageLimits.body) are decoded")
        }
        switch format {
        case .json, .cloudEvent: return try json(bytes)
        case .text(let charset): return .string(try text(bytes, charset: charset))
        case .xml: return try xml(bytes)
        case .unknown:
            if let value = try? JSON.parse(bytes) { return value }
            return .string(String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes))
        case .opaque: return .string(Base64.encode(bytes))
        }
    }

    /// Refuses a body that is compressed: passed on as it is, it would be taken for something else.
    static func checkEncoding(_ encoding: String?) throws(RouteFailure) {
        guard let encoding else { return }
        // Some clients put the charset here.
        let harmless = ["", "identity", "utf-8", "utf8", "us-ascii", "ascii", "7bit", "8bit", "binary"]
        if harmless.contains(encoding.lowercased()) { return }
        throw failure("the content encoding \(encoding) is not read; send the body as it is")
    }

    private static func json(_ bytes: [UInt8]) throws(RouteFailure) -> Value {
        do throws(JSONProblem) {
            return try JSON.parse(bytes)
        } catch {
            throw failure("not the JSON that its content type says: \(error)")
        }
    }

    private static func text(_ bytes: [UInt8], charset: String) throws(RouteFailure) -> String {
        switch charset {
        case "utf-8", "utf8", "us-ascii", "ascii":
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            throw failure("not the text in UTF-8 that its content type says")
        case "iso-8859-1", "latin1":
            var text = ""
            for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
            return text
        default: throw failure("text in the charset \(charset) is not read; send UTF-8")
        }
    }

    private static func xml(_ bytes: [UInt8]) throws(RouteFailure) -> Value {
        do throws(XMLProblem) {
            return XMLDictionary.value(of: try XMLDocument.read(bytes: bytes, file: "body"))
        } catch {
            throw failure(
                "not the XML that its content type says: line \(error.line), column \(error.column): \(error.message)")
        }
    }

    static func failure(_ reason: String) -> RouteFailure { RouteFailure(stage: .decode, reason: reason) }
}

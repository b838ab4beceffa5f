import AMQP
import Messages
import Testing
import Values

@testable import Routing

@Suite struct CodecTests {
    @Test("A body is decoded as its content type says")
    func formats() throws {
        let types = ["application/json", "Application/JSON; charset=UTF-8", "application/vnd.shop+json", "a/b+json"]
        for type in types { #expect(try payload(#"{"a":[1,2.5]}"#, type) == ["a": [1, 2.5]], "\(type)") }
        #expect(try payload("{\"a\":1}", "text/plain") == "{\"a\":1}")
        #expect(try payload("é", "text/csv; header=present; charset=\"utf-8\"") == "é")
        #expect(try payload([0xE9], "text/plain;charset=ISO-8859-1") == "é")
        for type in ["application/xml", "text/xml", "application/soap+xml"] {
            #expect(try payload("<a><b>1</b></a>", type) == ["a": ["b": "1"]], "\(type)")
        }
        #expect(try payload("{}", "application/x-protobuf") == "e30=")
        #expect(try payload([UInt8](), "image/png") == "")
    }

    @Test("Without a content type it is JSON if it parses, else text, else base64")
    func unknown() throws {
        for type in [nil, "", " ", "application/octet-stream"] {
            #expect(try payload("{\"a\":1}", type) == ["a": 1])
            #expect(try payload("{\"a\":1", type) == "{\"a\":1")
            #expect(try payload("", type) == "")
            #expect(try payload([0xFF, 0x00, 0x01], type) == "/wAB")
        }
    }

    @Test("A body that is not what its content type says is refused with the reason")
    func mismatch() {
        let cases: [([UInt8], String, String)] = [
            (Array("{\"a\":".utf8), "application/json", "line 1, column 6: the text ends too early"),
            ([], "application/json", "there is nothing"), (Array("{\"a\":1,\"a\":2}".utf8), "a/b+json", "stands twice"),
            (Array("[9223372036854775808]".utf8), "application/json", "64 bits"), ([0xFF], "text/plain", "UTF-8"),
            (Array("<a>".utf8), "text/xml", "line 1"), (Array("<!DOCTYPE a><a/>".utf8), "text/xml", "DOCTYPE"),
            (Array("a".utf8), "text/plain; charset=koi8-r", "koi8-r"),
            (Array("{}".utf8), "application/json; charset=utf-16", "utf-16"),
            (Array("[]".utf8), "application/cloudevents-batch+json", "batch"),
        ]
        for (body, type, reason) in cases {
            let failure = failure { try payload(body, type) }
            #expect(failure?.stage == .decode)
            #expect(failure?.reason.contains(reason) == true, "\(type): \(failure?.reason ?? "read")")
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(failure { try payload(deep, "application/json") }?.reason.contains("256 deep") == true)
        let large = [UInt8](repeating: 0x20, count: MessageLimits.body + 1)
        #expect(failure { try payload(large, "application/json") }?.reason.contains("at most") == true)
    }

    @Test("A compressed body is refused; an encoding that says nothing is not")
    func encodings() throws {
        var message = delivery()
        for encoding in ["gzip", "deflate", "br", "GZIP"] {
            message.properties.contentEncoding = encoding
            let failure = failure { try InboundRoutes([route()]).translate(message) }
            #expect(failure?.stage == .decode)
            #expect(failure?.reason.contains(encoding) == true)
        }
        for encoding in ["", "identity", "utf-8", "UTF-8", "binary"] {
            message.properties.contentEncoding = encoding
            #expect(try InboundRoutes([route()]).translate(message).event.payload == [:])
        }
    }

    @Test("XML becomes dictionaries as Python's xmltodict makes them")
    func xml() throws {
        let document = """
            <?xml version="1.0"?>
            <s:order xmlns:s="urn:shop" xmlns="urn:d" id="7" s:kind="x">
              <line n="1">pen</line><line/> <total cur="EUR"> 9.50 </total>
              <line><sku>a</sku></line><empty a=""/>
            </s:order>
            """
        let expected: Value = [
            "s:order": [
                "@xmlns:s": "urn:shop", "@xmlns": "urn:d", "@id": "7", "@s:kind": "x",
                "line": [["@n": "1", "#text": "pen"], nil, ["sku": "a"]], "total": ["@cur": "EUR", "#text": "9.50"],
                "empty": ["@a": ""],
            ]
        ]
        #expect(try payload(document, "application/xml") == expected)
        #expect(try payload("<a> </a>", "text/xml") == ["a": nil])
    }

    @Test("Base64 is written and read for every length, and nothing else is read")
    func base64() {
        let texts = ["", "f", "fo", "foo", "foob"].map { Base64.encode(Array($0.utf8)) }
        #expect(texts == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="])
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        for text in ["Z", "Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Zm9\n", "Zm9-", "=m9v", "Zm=v"] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
    }
}

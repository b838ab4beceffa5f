import CRabbitMQ
import Events
import OrderedCollections
import TestKit
import Testing

@testable import RabbitMQ

@Suite("Damaged properties and headers")
struct HeaderFuzzTests {
    @Test("A content header, however damaged, is refused by the library or read as values")
    func anyHeader() throws {
        let arena = Arena()
        let pool = UnsafeMutablePointer<amqp_pool_t>.allocate(capacity: 1)
        init_amqp_pool(pool, 16 << 10)
        defer {
            empty_amqp_pool(pool)
            pool.deallocate()
        }
        var reader = PropertyReader()
        try FuzzRun("headers", inputs: 5000).run { random in
            var bytes = try Self.encoded(Self.properties(&random), arena)
            Mutation.mutate(
                &bytes, spice: Array("FAtbBuUIiLlfdDSsTVx".utf8) + [0, 1, 0x7F, 0x80, 0xFF], times: 4, &random)
            recycle_amqp_pool(pool)
            return bytes.withUnsafeMutableBytes { buffer in
                var decoded: UnsafeMutableRawPointer?
                let whole = amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress)
                guard amqp_decode_properties(UInt16(AMQP_BASIC_CLASS), pool, whole, &decoded) == 0, let decoded else {
                    return false
                }
                let header = reader.header(7, decoded.load(as: amqp_basic_properties_t.self))
                #expect(header.bodySize == 7)
                return true
            }
        }
    }

    /// As they lie in a frame.
    private static func encoded(_ properties: MessageProperties, _ arena: Arena) throws -> [UInt8] {
        arena.recycle()
        var writer = PropertyWriter(arena: arena, frameSize: 131_072)
        var raw = try writer.properties(properties)
        var bytes = [UInt8](repeating: 0, count: 131_072)
        let size = bytes.withUnsafeMutableBytes { buffer in
            amqp_encode_properties(
                UInt16(AMQP_BASIC_CLASS), &raw, amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress))
        }
        return Array(bytes.prefix(max(0, Int(size))))
    }

    private static func properties(_ random: inout SeededGenerator) -> MessageProperties {
        var properties = MessageProperties()
        properties.contentType = "application/json"
        properties.type = "order_placed"
        if Bool.random(using: &random) { properties.messageID = "m-1" }
        if Bool.random(using: &random) { properties.timestamp = random.next() }
        if Bool.random(using: &random) { properties.correlationID = String(repeating: "é", count: 100) }
        for index in 0..<Int.random(in: 0..<6, using: &random) {
            properties.headers["h\(index)"] = value(&random, depth: 0)
        }
        return properties
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> Value {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int(truncatingIfNeeded: random.next()))
        case 3: return .double(Double(random.next()) / 3)
        case 4, 5: return .string(String(repeating: "x", count: Int.random(in: 0..<20, using: &random)))
        case 6:
            return .list((0..<Int.random(in: 0..<3, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default:
            let count = Int.random(in: 0..<3, using: &random)
            return .dict(
                OrderedDictionary(
                    uniqueKeysWithValues: (0..<count).map { ("k\($0)", value(&random, depth: depth + 1)) }))
        }
    }
}

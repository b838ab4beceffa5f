import Messages
import TestKit
import Testing
import Values

@testable import StorePort

@Suite struct DigestTests {
    private let digest = MessageDigest(key: 1, 2)
    private static let known: [Int64] = [
        5_755_038_889_534_871_297, -5_809_723_809_444_566_893, 506_765_855_904_233_856, 973_071_606_407_608_361,
        -4_478_354_354_264_155_300,
    ]

    private func content(_ value: Value) -> Int64 { digest.content(.value(value, [:])) }

    @Test("The digests of a key are the same in every version, on every machine: the database keeps them")
    func stable() {
        let identity = MessageIdentity(
            queue: "q", sender: "shop", id: "m-1", kind: .message, name: "order_placed", addressee: "i", task: "i:7")
        #expect(digest.identity(identity, source: 3) == DigestTests.known[0])
        #expect(digest.identity(MessageIdentity(queue: "q", id: "m-1"), source: 3) == DigestTests.known[1])
        let value: Value = ["a": [1, 2.5, nil, true, "é"], "b": ["c": [:], "d": []], "long": "0123456789abcdef"]
        #expect(content(value) == DigestTests.known[2])
        #expect(digest.content(.bytes([1, 2, 3, 4, 5, 6, 7, 8, 9])) == DigestTests.known[3])
        #expect(digest.content(.value(value, ["key": ["id": 1]])) == DigestTests.known[4])
    }

    @Test("Every part of an identity counts, and no part can stand for another")
    func parts() {
        var identities: [MessageIdentity] = []
        let texts: [String?] = [nil, "", "a", "b", "ab"]
        for sender in texts {
            for name in texts {
                for addressee in texts {
                    for task in texts {
                        for kind in [EventKind?.none, .message, .signal] {
                            identities.append(
                                MessageIdentity(
                                    queue: "q", sender: sender, id: "a", kind: kind, name: name, addressee: addressee,
                                    task: task))
                        }
                    }
                }
            }
        }
        let digests = Set(identities.map { digest.identity($0, source: 1) })
        #expect(digests.count == identities.count)
        #expect(digests.isDisjoint(with: identities.map { digest.identity($0, source: 2) }))
    }

    @Test("Equal values have equal contents, however they are ordered and spelled; others do not")
    func equality() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let value = Self.value(&random, depth: 3)
            #expect(content(value) == content(Self.shuffled(value, &random)))
            let other = Self.value(&random, depth: 3)
            #expect((content(value) == content(other)) == Self.isEqual(value, other), "\(value) \(other)")
        }
        let different: [Value] = [
            nil, false, true, 0, 1, "", "0", "1", [], [[]], [0], [nil], [:], ["": nil], ["a": nil], ["a": [:]], 0.5,
            1e300,
            ["a": 1, "b": 2], ["a": 2, "b": 1], ["ab": 1], "e\u{301}", "\u{e9}", "a\0", "a", .int(.max), .int(.min),
            .double(.infinity), .double(-.infinity), .double(.nan),
        ]
        #expect(Set(different.map(content)).count == different.count)
        #expect(content(1) == content(1.0) && content(0) == content(-0.0))
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return nil
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3: return .int(Int.random(in: -2...2, using: &random))
        case 4: return .double(Double(Int.random(in: -4...4, using: &random)) / 2)
        case 5: return .string(String("abcdefghijkl".prefix(Int.random(in: 0...11, using: &random))))
        case 6:
            var items: [Value] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) { items.append(value(&random, depth: depth - 1)) }
            return .list(items)
        default:
            var entries: TextTable<Value> = [:]
            for key in ["x", "y", "z"].prefix(Int.random(in: 0...3, using: &random)) {
                entries[key] = value(&random, depth: depth - 1)
            }
            return .dict(entries)
        }
    }

    /// Its keys in another order, its numbers of another kind.
    private static func shuffled(_ value: Value, _ random: inout SeededGenerator) -> Value {
        switch value {
        case .int(let number): return .double(Double(number))
        case .double(let number): return Int(exactly: number).map { .int($0) } ?? value
        case .list(let items):
            var all: [Value] = []
            for item in items { all.append(shuffled(item, &random)) }
            return .list(all)
        case .dict(let entries):
            var all: TextTable<Value> = [:]
            for (key, value) in entries.shuffled(using: &random) { all[key] = shuffled(value, &random) }
            return .dict(all)
        case .null, .bool, .string: return value
        }
    }

    private static func isEqual(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.string(let one), .string(let other)): one == other
        case (.list(let one), .list(let other)): one.count == other.count && zip(one, other).allSatisfy(isEqual)
        case (.dict(let one), .dict(let other)):
            one.count == other.count
                && one.allSatisfy { entry in other[entry.key].map { isEqual(entry.value, $0) } ?? false }
        case (.int(let one), .double(let other)), (.double(let other), .int(let one)): Double(one) == other
        case (.int(let one), .int(let other)): one == other
        case (.double(let one), .double(let other)): one == other
        default: false
        }
    }

    @Test("Digests are SipHash-2-4, as its authors publish it")
    func sipHash() {
        let digest = MessageDigest(key: 0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        let expected: [UInt64] = [
            0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
            0xcf27_94e0_2771_87b7, 0x1876_5564_cd99_a68d, 0xcbc9_466e_58fe_e3ce, 0xab02_00f5_8b01_d137,
            0x93f5_f579_9a93_2462,
        ]
        for (count, value) in expected.enumerated() {
            let bytes = (0..<count).map { UInt8($0) }
            #expect(bytes.withUnsafeBufferPointer(digest.digest) == value)
        }
    }
}

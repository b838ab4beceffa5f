import OrderedCollections
import TestKit
import Testing

@testable import Messages
@testable import Values

/// Something with a name, whose equality is derived.
private struct Named: Hashable {
    var name: String
    var other: String?
    var list: [String] = []
}

private enum Choice: Hashable {
    case name(String)
    case none
}

@Suite("Texts are equal if their code points are")
struct ExactTextTests {
    @Test("The pairs are what Swift itself takes for equal")
    func pairs() {
        func isOneToSwift<Text: Hashable>(_ one: Text, _ other: Text) -> Bool {
            one == other && one.hashValue == other.hashValue
        }
        for (one, other) in Lookalikes.all { #expect(isOneToSwift(one, other)) }
    }

    @Test("Operators and searches")
    func operators() {
        for (one, other) in Lookalikes.all {
            let maybe: String? = other
            #expect(one != other && !(one == other) && one == one && !(one != one))
            #expect(maybe != one && maybe == other && !(maybe == one) && one != maybe)
            #expect([one] != [other] && [one] == [one])
            #expect(![one].contains(other) && [one].contains(one))
            #expect([other, one].firstIndex(of: one) == 1)
            #expect((one < other) != (other < one))
            #expect([one, other].sorted() == [other, one].sorted())
            #expect(!(one + "x").hasPrefix(other) && (one + "x").hasPrefix(one))
            #expect(!("x" + one).hasSuffix(other) && ("x" + one).hasSuffix(one))
            #expect(one[...] != other[...] && one[...] == one[...] && one[...] != other)
            switch one {
            case other: Issue.record("\(one) is not \(other)")
            case one: break
            default: Issue.record("\(one) is itself")
            }
            switch maybe {
            case one: Issue.record("\(one) is not \(other)")
            case other: break
            default: Issue.record("\(other) is itself")
            }
        }
        // A mark after a prefix does not change the prefix.
        #expect("x-\u{301}a".hasPrefix("x-") && "\u{301}a".hasSuffix("a") && "e\u{301}".hasPrefix("e"))
    }

    @Test("Texts of every length, which differ in any one byte")
    func everyLength() {
        for count in 0..<40 {
            let text = String(repeating: "a", count: count)
            var other = text
            other.append("b")
            other.removeLast()
            #expect(sameBytes(text, other) && sameBytes(other, text))
            #expect(!sameBytes(text, text + "a"))
            for place in 0..<count {
                var bytes = Array(text.utf8)
                bytes[place] = UInt8(ascii: "b")
                #expect(!sameBytes(text, String(decoding: bytes, as: UTF8.self)), "\(count) bytes, byte \(place)")
            }
        }
    }

    @Test("Equality that is derived, also as keys of tables")
    func derived() {
        for (one, other) in Lookalikes.all {
            #expect(Named(name: one) != Named(name: other))
            #expect(Named(name: "", other: one) != Named(name: "", other: other))
            #expect(Named(name: "", list: [one]) != Named(name: "", list: [other]))
            #expect(Choice.name(one) != .name(other) && Choice.name(one) == .name(one))
            #expect([Named(name: one): 1, Named(name: other): 2].count == 2)
            #expect(Event(kind: .message, name: one) != Event(kind: .message, name: other))
            #expect(InstanceID(one) != InstanceID(other))
        }
    }

    @Test("Tables by name")
    func tables() {
        for (one, other) in Lookalikes.all {
            var table: TextTable<Int> = [one: 1]
            #expect(table[other] == nil && table[one] == 1)
            table[other] = 2
            #expect(table.count == 2 && Array(table.keys) == [one, other] && Array(table.values) == [1, 2])
            #expect(table.keys.contains(one) && table.index(forKey: other) == 1)
            table[one, default: 0] += 10
            #expect(table.removeValue(forKey: one) == 11 && table[other] == 2 && table[one] == nil)

            var map: TextMap<Int> = [one: 1, other: 2]
            #expect(map.count == 2 && map[one] == 1 && map[other] == 2)
            map[one] = nil
            #expect(map.keys == [other])

            var set: TextSet = [one]
            #expect(!set.contains(other) && set.insert(other).inserted && set.count == 2)
            #expect(set.subtracting([one]) == [other])
        }
    }

    @Test("A big table finds every one of its names, and none that only looks like one")
    func bigTable() {
        let pairs = Lookalikes.random(5_000, seed: 3)
        var table: TextTable<Int> = [:]
        var expected: [[UInt8]: Int] = [:]
        for (number, pair) in pairs.enumerated() {
            table[pair.0] = number
            expected[Array(pair.0.utf8)] = number
        }
        #expect(table.count == expected.count)
        for (one, other) in pairs {
            #expect(table[one] == expected[Array(one.utf8)])
            #expect(table[other] == expected[Array(other.utf8)])
        }
    }

    @Test("Values: keys and strings")
    func values() throws {
        for (one, other) in Lookalikes.all {
            #expect(Value.string(one) != .string(other))
            #expect(Value.dict([one: 1]) != .dict([other: 1]))
            #expect(Value.list([.string(one)]) != .list([.string(other)]))
            let both: Value = .dict([one: 1, other: 2])
            #expect(both[one] == 1 && both[other] == 2)
            let text = JSON.text(of: both)
            #expect(try JSON.parse(text) == both)
            #expect(throws: JSONProblem.self) { try JSON.parse("\(text.dropLast()),\(text.dropFirst())") }
            var writer = ByteWriter()
            writer.write(both)
            var reader = ByteReader(writer.bytes)
            #expect(try reader.value() == both)
            let keys = [[one: 1], [other: 1]].map { CorrelationText(key: "key", properties: $0) }
            #expect(keys[0] != keys[1])
            #expect(CorrelationText(key: one, properties: [:]) != CorrelationText(key: other, properties: [:]))
            let correlations: Correlations = [one: ["a": 1], other: ["a": 2]]
            #expect(correlations.count == 2)
        }
    }

    @Test("Texts are taken apart by code point: a mark after a separator belongs to what follows it")
    func parts() {
        #expect(
            "a/\u{301}b".parted(atLast: "/")?.after == "\u{301}b" && "a/\u{301}b".parted(atLast: "/")?.before == "a")
        #expect("a:b:c".parted(atFirst: ":")?.after == "b:c" && "a:b:c".parted(atLast: ":")?.before == "a:b")
        #expect("abc".parted(atLast: "/") == nil)
        #expect("a.\u{301}b..c".parts(between: ".") == ["a", "\u{301}b", "", "c"])
        #expect("a\r\nb".parts(between: "\n") == ["a\r", "b"])
        #expect("ce-\u{301}x".without(prefix: "ce-") == "\u{301}x" && "cx".without(prefix: "ce-") == nil)
    }

    @Test("A sign that a mark follows is found; what only looks like a part is not")
    func positions() {
        let text = "a/\u{301}b/c"
        #expect(text.contains("/\u{301}") && text.contains("/" as Character) && !"\u{E9}".contains("e\u{301}"))
        #expect(text.split(separator: "/").map { String($0) } == ["a", "\u{301}b", "c"])
        #expect(text.firstIndex(of: "/") == text.utf8.index(text.startIndex, offsetBy: 1))
        #expect(text.lastIndex(of: "/") == text.utf8.index(text.startIndex, offsetBy: 5))
        #expect(text.ranges(of: "/").count == 2 && "aaa".ranges(of: "aa").count == 1 && text.ranges(of: "").isEmpty)
        #expect("aab".firstRange(of: "ab") == "aab".index(after: "aab".startIndex)..<"aab".endIndex)
        #expect("x".firstRange(of: "xy") == nil && "xyx".firstRange(of: "yy") == nil)
        for (one, other) in Lookalikes.all { #expect(!"<\(one)>".contains(other) && "<\(one)>".contains(one)) }
    }

    @Test("Beginnings are counted in code points, so that no character of a thousand marks is one")
    func beginnings() {
        let long = "e" + String(repeating: "\u{301}", count: 1000)
        #expect(long.prefix(10).unicodeScalars.count == 10 && long.dropFirst(1).unicodeScalars.count == 1000)
        #expect("ab".prefix(5) == "ab" && "ab".dropFirst(5).isEmpty && "ab".prefix(0).isEmpty)
        #expect("=\u{301}x".dropFirst(1) == "\u{301}x" && "ab".dropFirst() == "b")
    }

    @Test("Texts are split as the standard library splits them where no code point is part of a longer character")
    func splits() {
        for text in ["", ",", "a", "a,b", ",a,,b,", ",,", "a,b,c,d"] {
            for most in [0, 1, 2, 9] {
                for omits in [true, false] {
                    let expected = text.utf8.split(
                        separator: UInt8(ascii: ","), maxSplits: most, omittingEmptySubsequences: omits)
                    let found = text.split(separator: ",", maxSplits: most, omittingEmptySubsequences: omits)
                    #expect(
                        found.map { String($0) } == expected.map { String(Substring($0)) }, "\(text) \(most) \(omits)")
                }
            }
        }
        #expect("a\r\nb".split(separator: "\n").map { String($0) } == ["a\r", "b"])
    }
}

import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let texts: [StoreCheck] = [
        StoreCheck("A name or a correlation of any text is found, and only by itself") { world throws in
            let texts = [
                "", "a", "A", "ä", "a\u{0}b", "a' OR 1=1 --", "%", "_", String(repeating: "long", count: 5000),
            ]
            world.commit(.definition(Sample.order))
            for (number, text) in texts.enumerated() {
                let correlation = CorrelationText(key: text, properties: ["p": .string(text)])
                world.commit(
                    Sample.begin(
                        number + 1,
                        [StoredSubscription(kind: .message, name: text, correlation: correlation, element: "e")]),
                    Sample.held(Int64(number + 1), text, keys: [.correlation(correlation)]), .fact("f" + text, text))
            }
            try world.twice { () throws in
                for (number, text) in texts.enumerated() {
                    #expect(try world.read.fact("f" + text) == text)
                    for (other, correlated) in texts.enumerated() {
                        let correlation = CorrelationText(key: correlated, properties: ["p": .string(correlated)])
                        var query = Sample.receivers(text)
                        query.correlations = [correlation]
                        let expected = number == other ? [Int64(number + 1)] : []
                        #expect(try world.read.receivers(query) == expected)
                        let held = HeldQuery(
                            kind: .message, name: text, openly: false, keys: [.correlation(correlation)], limit: 9)
                        #expect(try world.read.held(held).map(\.position) == expected)
                    }
                }
            }
        },
        StoreCheck("Texts that only look alike are told apart everywhere") { world throws in
            for (number, pair) in Lookalikes.pairs.enumerated() {
                let (one, other) = pair
                let first = number * 2 + 1
                var (definition, same) = (Sample.order, Sample.order)
                (definition.hash, same.hash) = ("h" + one, "h" + other)
                world.commit(
                    .definition(definition), .source("q" + one, key: Int64(first)), .fact("f" + one, one),
                    Sample.begin(first, [Sample.wait("n" + one)], of: definition),
                    Sample.held(Int64(first), "n" + one, keys: [.correlation(CorrelationText(stored: one))]))
                func isFound(_ text: String) throws -> [Bool] {
                    var receivers = Sample.receivers("n" + text, of: definition)
                    let byName = try world.read.receivers(receivers)
                    (receivers.name, receivers.definition) = ("n" + one, "h" + text)
                    let byHash = try world.read.receivers(receivers)
                    let open = HeldQuery(kind: .message, name: "n" + text, openly: true, keys: [], limit: 9)
                    let keyed = HeldQuery(
                        kind: .message, name: nil, openly: false, keys: [.correlation(CorrelationText(stored: text))],
                        limit: 9)
                    return [
                        !byName.isEmpty, !byHash.isEmpty, try world.read.source("q" + text) != nil,
                        try world.read.fact("f" + text) != nil, try world.read.definition("h" + text) != nil,
                        try !world.read.held(open).isEmpty, try !world.read.held(keyed).isEmpty,
                    ]
                }
                #expect(try isFound(one).allSatisfy { $0 }, "\(pair)")
                #expect(try isFound(other).allSatisfy { !$0 }, "\(pair)")
                // Both may be there.
                world.commit(
                    .definition(same), .source("q" + other, key: Int64(first + 1)), .fact("f" + other, other),
                    Sample.begin(first + 1, [Sample.wait("n" + other)], of: definition),
                    Sample.begin(first + 1000, [Sample.wait("n" + one)], of: same),
                    Sample.held(Int64(first + 1), "n" + other, keys: [.correlation(CorrelationText(stored: other))]))
                #expect(try world.read.source("q" + one) == Int64(first))
                #expect(try world.read.source("q" + other) == Int64(first + 1))
                #expect(try world.read.fact("f" + one) == one && world.read.fact("f" + other) == other)
                #expect(try world.read.receivers(Sample.receivers("n" + one, of: definition)) == [Int64(first)])
                #expect(try world.read.receivers(Sample.receivers("n" + other, of: definition)) == [Int64(first + 1)])
                #expect(try world.read.receivers(Sample.receivers("n" + one, of: same)) == [Int64(first + 1000)])
                let held = HeldQuery(kind: .message, name: "n" + one, openly: true, keys: [], limit: 9)
                #expect(try world.read.held(held).map(\.position) == [Int64(first)])
            }
        },
    ]
}

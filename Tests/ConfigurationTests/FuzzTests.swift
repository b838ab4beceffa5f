import Testing

@testable import Configuration

@Suite struct FuzzTests {
    @Test("Mutated configurations are read or refused, never worse")
    func fuzz() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("Configuration FuzzTests seed \(seed)")
        var random = Seeded(seed)
        let folder = try TemporaryFolder()
        let sample = Array(
            (minimal + """
                inbound:
                  - &a { queue: orders, when: "True", unmatched: { hold: 1h, then: park } }
                  - { <<: *a, queue: b, bindings: [ { exchange: shop, type: topic, key: "#" } ] }
                outbound: [ { exchange: x, key: 'process + "." + name', headers: { x-a: name }, bind: [ q ] } ]
                """).utf8)
        let spice = Array("[]{}:,-&*!|>'\"#%@`\n\t ?<~0é".utf8) + [0x00, 0x80, 0xFF]
        var readable = 0
        for _ in 0..<400 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) { bytes.remove(at: at) }
                bytes.insert(spice[Int.random(in: 0..<spice.count, using: &random)], at: at)
            }
            let path = try folder.write("bridge.yaml", bytes)
            try folder.write("order.bpmn", "")
            do {
                _ = try BridgeConfiguration.read(path: path)
                readable += 1
            } catch {
                #expect(!error.problems.isEmpty)
            }
        }
        #expect((1..<400).contains(readable))
    }
}

/// A small generator with a seed that a failing run can be repeated with.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

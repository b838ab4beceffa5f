import TestKit
import Testing

@testable import Configuration

@Suite struct FuzzTests {
    @Test("Mutated configurations are read or refused, never worse")
    func fuzz() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("Configuration FuzzTests seed \(seed)")
        var random = SeededGenerator(seed: seed)
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

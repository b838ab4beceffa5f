import TestKit

typealias SeededGenerator = TestKit.SeededGenerator

extension SeededGenerator {
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// True once in `times`.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }
}

import TestKit

@testable import Messages
@testable import Values

/// Random plain data, with a taste for the borders.
struct RandomValues {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func value(depth: Int = 0) -> Value {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int.random(in: -1000...1000, using: &random))
        case 3: return .int(Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random))
        case 4, 5: return .double(double())
        case 6: return .string(string())
        case 7: return .list((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(depth: depth + 1) })
        default:
            let count = Int.random(in: 0..<(depth == 0 ? 25 : 5), using: &random)
            let entries = (0..<count).map { _ in (string(), value(depth: depth + 1)) }
            return .dict(.init(entries, uniquingKeysWith: { $1 }))
        }
    }

    mutating func double() -> Double {
        while true {
            let number: Double
            switch Int.random(in: 0..<4, using: &random) {
            case 0: number = Double(bitPattern: random.next())
            case 1: number = Double(Int.random(in: -100_000...100_000, using: &random)) / 100
            case 2:
                number = Double(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<16, using: &random))
            default: number = Double.random(in: 0...2e16, using: &random)
            }
            if number.isFinite { return number }
        }
    }

    mutating func string() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let range: ClosedRange<UInt32>
            switch Int.random(in: 0..<8, using: &random) {
            case 0: range = 0...0x1F
            case 1: range = 0x80...0x2FF
            case 2: range = 0x2000...0xD7FF
            case 3: range = 0xE000...0x10FFFF
            default: range = 0x20...0x7F
            }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

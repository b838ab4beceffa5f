import Values

/// `uuid`
enum UUIDModule {
    static let members = Modules.table(
        [
            BuiltinFunction("uuid4", .asksChance) { arguments, machine in
                try arguments.require(0...0, "uuid4")
                let high = machine.host.random() & ~0xF000 | 0x4000
                let low = machine.host.random() & ~(3 << 62) | (2 << 62)
                return .other(UUIDObject(high: high, low: low))
            }
        ],
        ["UUID": .type(.uuid)])

    static let makeUUID: PythonType.Maker = { arguments, machine in
        let matched = try arguments.matched(["hex", "bytes", "bytes_le", "fields", "int", "version"], "UUID")
        // Bytes there are none of here; what else could stand in their place is not read.
        guard matched[1...].allSatisfy({ $0?.isNone ?? true }), let object = matched[0], !object.isNone else {
            throw Raise.typeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        }
        guard let text = object.text else { throw Raise.attribute("replace", of: object) }
        var digits = try Texts.replacing("urn:", in: text, with: "", limit: .max, machine)
        digits = try Texts.replacing("uuid:", in: digits, with: "", limit: .max, machine)
        digits = String(digits.unicodeScalars.filter { !["{", "}", "-"].contains($0) })
        let bytes = Array(digits.utf8)
        guard bytes.count == 32, bytes.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16)
        else { throw Raise.valueError("badly formed hexadecimal UUID string") }
        return .other(UUIDObject(high: high, low: low))
    }
}

extension PythonType {
    static let uuid = PythonType("UUID", make: UUIDModule.makeUUID)
}

/// 128 bits with dashes.
final class UUIDObject: Reference {
    private let high: UInt64
    private let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        super.init()
    }

    override var type: PythonType { .uuid }

    private var hex: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    private var dashed: String {
        let digits = Array(hex.utf8)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { Texts.text(digits[$0]) }.joined(separator: "-")
    }

    override func text(_ machine: Machine) throws -> String { dashed }

    override func representation(_ machine: Machine, depth: Int) throws -> String { "UUID('\(dashed)')" }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "hex": .str(hex)
        case "urn": .str("urn:uuid:" + dashed)
        case "version": .int(Int(high >> 12 & 0xF))
        default: nil
        }
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? { .string(dashed) }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        other.other.map { equalsAsKey($0) }
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        guard let uuid = other as? UUIDObject else { return false }
        return high == uuid.high && low == uuid.low
    }

    override func hash(into hasher: inout Hasher) {
        hasher.combine(high)
        hasher.combine(low)
    }

    override func compare(_ other: Object, _ machine: Machine) throws -> Int? {
        guard let uuid = other.other as? UUIDObject else { return nil }
        return (high, low) < (uuid.high, uuid.low) ? -1 : equalsAsKey(uuid) ? 0 : 1
    }
}

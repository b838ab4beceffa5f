/// One of the two places that the mark's file has. They are written in turn, each with a number that rises and a
/// checksum, so that a write that a power cut tears leaves the other one whole.
struct MarkSlot: Hashable {
    /// Each on blocks of its own, since a torn write spoils a block.
    static let size = 4096

    var mark: StoreMark
    var serial: UInt64

    init(_ mark: StoreMark, serial: UInt64) {
        self.mark = mark
        self.serial = serial
    }

    /// A line that a person can read, the rest spaces.
    var bytes: [UInt8] {
        let log = mark.log.map {
            "\(String($0.salts, radix: 16)) \($0.frames) \($0.isBeingWrittenBack ? "writing" : "still")"
        }
        let text = "\(mark.database) \(mark.number) \(serial) \(log ?? "- - -")"
        var bytes = Array("\(text) \(String(Checksum.of(Array(text.utf8)), radix: 16))".utf8)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, Self.line - 1 - bytes.count)))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// So much of a place is written each time.
    static let line = 192

    init?(_ bytes: some Collection<UInt8>) {
        let words = String(decoding: bytes.prefix(Self.line), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 7, var mark = StoreMark(words), let serial = UInt64(words[2]) else { return nil }
        let text = words.prefix(6).joined(separator: " ")
        guard UInt64(words[6], radix: 16) == Checksum.of(Array(text.utf8)) else { return nil }
        if words[3] != "-" {
            guard let salts = UInt64(words[3], radix: 16), let frames = Int(words[4]), frames >= 0 else { return nil }
            mark.log = LogPosition(salts: salts, frames: frames, isBeingWrittenBack: words[5] == "writing")
        }
        self.init(mark, serial: serial)
    }
}

/// FNV-1a over bytes, or over what eight of them make a number: tells what was written from what was damaged.
enum Checksum {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        bytes.withUnsafeBytes { raw in
            var place = 0
            while place + 8 <= raw.count {
                sum =
                    (sum ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                    &* 0x100_0000_01B3
                sum ^= sum >> 29
                place += 8
            }
            while place < raw.count {
                sum = (sum ^ UInt64(raw[place])) &* 0x100_0000_01B3
                place += 1
            }
        }
        return sum
    }
}

import StorePort

/// Reads a write-ahead log as SQLite does when it recovers one: SQLite takes what is whole up to the last commit, and
/// drops the rest without a word.
struct LogReader {
    /// Gives the bytes at a place of the log, fewer at its end.
    typealias Source = (_ offset: Int, _ count: Int) throws(StoreFailure) -> [UInt8]

    static let headerSize = 32
    static let frameHeaderSize = 24

    private let source: Source
    private let size: Int
    /// The page whose contents are compared.
    private let page: Int?
    private var salts: UInt64 = 0
    private var pageSize = 0
    private var isBigEndian = false
    private var sum: (UInt32, UInt32) = (0, 0)

    init(size: Int, page: Int?, source: @escaping Source) {
        self.size = size
        self.page = page
        self.source = source
    }

    mutating func read() throws(StoreFailure) -> LogContent {
        var content = LogContent()
        guard size > 0 else { return content }
        guard readHeader(try source(0, Self.headerSize)) else {
            content.end = .damagedHeader
            return content
        }
        content.salts = salts
        content.pageSize = pageSize
        let frameSize = Self.frameHeaderSize + pageSize
        let whole = max(0, size - Self.headerSize) / frameSize
        var versions: Set<UInt64> = []
        for number in 0..<whole {
            let frame = try source(Self.headerSize + number * frameSize, frameSize)
            guard frame.count == frameSize, isNext(frame) else {
                if try isOurs(from: number, whole, frameSize) { content.end = .damaged(frame: number + 1) }
                return content
            }
            if word(frame, 0) == page.map({ UInt32(truncatingIfNeeded: $0) }) {
                versions.insert(Checksum.of(Array(frame[Self.frameHeaderSize...])))
            }
            content.end = .uncommitted(frames: number + 1 - content.committed)
            guard word(frame, 4) != 0 else { continue }
            content.committed = number + 1
            content.versions = versions
            content.end = .whole
        }
        let rest = size - Self.headerSize - whole * frameSize
        if rest > 0, content.end == .whole { content.end = .damaged(frame: whole + 1) }
        return content
    }

    private mutating func readHeader(_ header: [UInt8]) -> Bool {
        guard header.count == Self.headerSize else { return false }
        let magic = word(header, 0)
        guard magic & ~1 == 0x377F_0682, word(header, 4) == 3_007_000 else { return false }
        isBigEndian = magic & 1 == 1
        pageSize = Int(word(header, 8))
        guard (512...65536).contains(pageSize), pageSize & (pageSize - 1) == 0 else { return false }
        salts = UInt64(word(header, 16)) << 32 | UInt64(word(header, 20))
        add(header, 0, 24)
        return sum == (word(header, 24), word(header, 28))
    }

    /// Whether the frame is of this log and follows what came before it.
    private mutating func isNext(_ frame: [UInt8]) -> Bool {
        guard saltsOf(frame) == salts, word(frame, 0) != 0 else { return false }
        add(frame, 0, 8)
        add(frame, Self.frameHeaderSize, frame.count)
        return sum == (word(frame, 16), word(frame, 20))
    }

    /// Whether any frame from there on is of this log, and not left over from one before it in the same file.
    private func isOurs(from first: Int, _ whole: Int, _ frameSize: Int) throws(StoreFailure) -> Bool {
        for number in first..<whole {
            let header = try source(Self.headerSize + number * frameSize, Self.frameHeaderSize)
            if header.count == Self.frameHeaderSize, !isLeftOver(saltsOf(header)) { return true }
        }
        return false
    }

    /// The first salt is counted up from log to log, the second is random each time.
    private func isLeftOver(_ other: UInt64) -> Bool {
        let age = UInt32(truncatingIfNeeded: salts >> 32) &- UInt32(truncatingIfNeeded: other >> 32)
        return (1..<1 << 24).contains(age) && UInt32(truncatingIfNeeded: salts) != UInt32(truncatingIfNeeded: other)
    }

    private func saltsOf(_ frame: [UInt8]) -> UInt64 { UInt64(word(frame, 8)) << 32 | UInt64(word(frame, 12)) }

    private func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self)) }
    }

    /// SQLite's checksum, which goes on from frame to frame.
    private mutating func add(_ bytes: [UInt8], _ start: Int, _ end: Int) {
        let isBigEndian = isBigEndian
        var (first, second) = sum
        bytes.withUnsafeBytes { raw in
            var place = start
            while place < end {
                let one = raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                let other = raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                first = first &+ (isBigEndian ? one.bigEndian : one.littleEndian) &+ second
                second = second &+ (isBigEndian ? other.bigEndian : other.littleEndian) &+ first
                place += 8
            }
        }
        sum = (first, second)
    }
}

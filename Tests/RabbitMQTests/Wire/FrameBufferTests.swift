import TestKit
import Testing

@testable import RabbitMQ

/// Bytes become frames, however they come and whatever they hold.
@Suite struct FrameBufferTests {
    private static let frameSize = 4096

    private struct Sent: Equatable {
        var type: Int32
        var payload: [UInt8]
        var size: Int

        init(_ type: Int32, _ payload: [UInt8], size: Int? = nil) {
            (self.type, self.payload, self.size) = (type, payload, size ?? payload.count)
        }

        var bytes: [UInt8] {
            var writer = WireWriter()
            writer.integer(UInt8(type))
            writer.integer(UInt16(1))
            writer.integer(UInt32(size))
            writer.raw(payload + [UInt8](repeating: 0x5A, count: size - payload.count))
            writer.integer(UInt8(0xCE))
            return writer.bytes
        }
    }

    /// The frames that come of bytes which arrive in pieces of these sizes, again and again.
    private func frames(_ bytes: [UInt8], in pieces: [Int], _ buffer: FrameBuffer) throws -> [Sent] {
        var frames: [Sent] = []
        var rest = bytes[...]
        var turn = 0
        while !rest.isEmpty {
            let room = buffer.room()
            let count = min(pieces[turn % pieces.count], room.count, rest.count)
            room.copyBytes(from: rest.prefix(count))
            buffer.filled(count)
            rest = rest.dropFirst(count)
            turn += 1
            while let frame = try buffer.next() {
                frames.append(Sent(frame.type, Array(frame.payload), size: frame.size))
            }
        }
        return frames
    }

    private static let largest = frameSize - 8

    @Test("Frames are the same in pieces of any size", arguments: [1, 2, 6, 7, 8, 100, 4095, 70_000, .max])
    func pieces(size: Int) throws {
        let sent = [
            Sent(8, []), Sent(1, [1, 2, 3, 4]), Sent(3, [UInt8](repeating: 0xCE, count: Self.largest)),
            Sent(2, Array("twelve bytes and more".utf8)), Sent(8, []), Sent(3, [7]), Sent(9, [1]),
        ]
        let buffer = FrameBuffer(frameSize: Self.frameSize)
        // More than the buffer holds at a time.
        let all = Array(repeatElement(sent, count: size < 100 ? 3 : 300).joined())
        #expect(try frames(all.flatMap(\.bytes), in: [size], buffer) == all)
    }

    @Test("Frames of random sizes, in random pieces")
    func random() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("FrameBufferTests seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let sent = (0..<2000).map { _ in
            Sent(
                .random(in: 1...8, using: &generator),
                [UInt8](
                    repeating: .random(in: 0...255, using: &generator),
                    count: .random(in: 0...Self.largest, using: &generator)))
        }
        let pieces = (0..<1000).map { _ in Int.random(in: 1...9000, using: &generator) }
        let buffer = FrameBuffer(frameSize: Self.frameSize)
        #expect(try frames(sent.flatMap(\.bytes), in: pieces, buffer) == sent, "seed \(seed)")
    }

    @Test("A content header may be longer than a frame; of one that is far too long only the beginning is kept")
    func longHeaders() throws {
        let beginning = Array(1...12) as [UInt8]
        let long = Sent(2, [UInt8](repeating: 3, count: FrameBuffer.headerLimit))
        let endless = Sent(2, beginning, size: 50 << 20)
        let sent = [Sent(3, [1]), long, Sent(3, [2]), endless, Sent(3, [3]), endless, endless, long, Sent(8, [])]
        let buffer = FrameBuffer(frameSize: Self.frameSize)
        for pieces in [[100_000], [7, 12, 1 << 20]] {
            #expect(try frames(sent.flatMap(\.bytes), in: pieces, buffer) == sent)
            _ = buffer.room()
        }
        #expect(buffer.room().count < 1 << 20)
    }

    @Test("What is not a frame ends the link: another that is too long, an end that is not there")
    func broken() {
        var cases = [1, 3, 8, 77].map { Sent($0, [UInt8](repeating: 0, count: Self.largest + 1)).bytes }
        for frame in [Sent(3, [1, 2]), Sent(2, [UInt8](repeating: 1, count: 12), size: 2 << 20)] {
            cases.append(frame.bytes.dropLast() + [0])
        }
        for bytes in cases {
            #expect(throws: LinkProblem.self) {
                try frames(bytes, in: [.max], FrameBuffer(frameSize: Self.frameSize))
            }
        }
    }
}

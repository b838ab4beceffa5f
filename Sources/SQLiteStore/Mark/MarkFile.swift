import Files
import StorePort

/// The file beside the database that says how far it has come. Used by one thread.
final class MarkFile {
    let path: String
    /// Open once it has two places.
    private var file: OpenFile?
    private var serial: UInt64 = 0

    init(path: String) { self.path = path }

    enum Content: Hashable {
        case none
        case mark(StoreMark)
        case unreadable
    }

    func read() throws(StoreFailure) -> Content {
        let file: OpenFile
        do throws(FileProblem) {
            file = try OpenFile.reading(path)
        } catch {
            if error.isMissing { return .none }
            throw StoreFailure(error)
        }
        let bytes: [UInt8]
        do throws(FileProblem) { bytes = try file.bytes(atMost: 1 << 20) } catch { throw StoreFailure(error) }
        let slots = [MarkSlot(bytes), MarkSlot(bytes.dropFirst(MarkSlot.size))].compactMap { $0 }
        guard let newest = slots.max(by: { $0.serial < $1.serial }) else {
            return StoreMark(text: String(decoding: bytes.prefix(256), as: UTF8.self)).map { .mark($0) } ?? .unreadable
        }
        serial = newest.serial
        // In place it needs no room on a disk that is full.
        if bytes.count >= MarkSlot.size + MarkSlot.line { self.file = try? OpenFile.updating(path) }
        return .mark(newest.mark)
    }

    /// Says it without waiting for the disk: what a killed process has said is known, what a power cut takes is only as
    /// old as the last `write`.
    func note(_ mark: StoreMark) throws(StoreFailure) {
        guard let file else { return }
        do throws(FileProblem) { try note(mark, in: file) } catch { throw StoreFailure(error) }
    }

    /// Says it, and it is on the disk when this returns.
    func write(_ mark: StoreMark) throws(StoreFailure) {
        do throws(FileProblem) {
            if let file, file.isInPlace {
                try note(mark, in: file)
                try file.sync()
            } else {
                try make(mark)
            }
        } catch {
            throw StoreFailure(error)
        }
    }

    private func note(_ mark: StoreMark, in file: OpenFile) throws(FileProblem) {
        serial += 1
        try file.write(MarkSlot(mark, serial: serial).bytes, at: Int(serial % 2) * MarkSlot.size)
    }

    /// A new file with both places filled, so that no later write needs room on the disk.
    private func make(_ mark: StoreMark) throws(FileProblem) {
        file = nil
        var bytes: [UInt8] = []
        // A number's place is whether it is odd.
        serial += serial % 2
        for place in 0..<2 {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: place * MarkSlot.size - bytes.count))
            bytes += MarkSlot(mark, serial: serial + UInt64(place)).bytes
        }
        serial += 1
        try Folder.replace(path, with: bytes)
        file = try OpenFile.updating(path)
    }
}

extension StoreFailure {
    /// A file beside the database that cannot be used.
    init(_ problem: FileProblem) {
        self.init(problem.isDiskFull ? .full : .unavailable, "\(problem)")
    }
}

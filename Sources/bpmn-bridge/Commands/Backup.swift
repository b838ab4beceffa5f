import ArgumentParser
import Files
import Foundation
import Messages
import Operations
import SQLiteStore
import Values

/// `bpmn-bridge backup`: a copy of the database.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database to a new file, while the bridge runs or not.",
        discussion: """
            The bridge itself makes the copy, some pages at a time between its other work; without a running bridge \
            this command does. It is checked and on the disk when the command ends with 0; until then it is called \
            FILE.partial. Never copy the database file by other means while a bridge runs.

            To restore: stop the bridge, put the copy in the place of the database, remove the file that ends in -wal \
            if there is one, and start once with: bpmn-bridge run --accept-restored
            """)

    @Argument(help: "The file to write. It must not exist.")
    var file: String

    @OptionGroup var store: StoreOption

    func run() throws {
        let target = File.path(file, in: FileManager.default.currentDirectoryPath)
        let partial = target + ".partial"
        guard access(target, F_OK) != 0 else { throw failure("\(target) exists; a backup overwrites nothing") }
        guard access(partial, F_OK) != 0 else {
            throw failure("\(partial) exists: another backup is being made, or one was broken off; then remove it")
        }
        let client = try store.client()
        if client.isServed {
            _ = try client.answer(to: .backup(path: partial), patience: nil)
        } else {
            try copyClosed(to: partial)
        }
        try finish(partial, target)
        let bytes = (try? FileManager.default.attributesOfItem(atPath: target)[.size] as? Int) ?? 0
        if store.json {
            Terminal.say(json: JSON.text(of: CopiedAnswer(target, bytes: bytes).value))
        } else {
            Terminal.say("copied to \(target), \(bytes) bytes")
        }
    }

    /// Nobody has the database: this command does for a moment.
    private func copyClosed(to partial: String) throws {
        let path = try store.path()
        guard access(path, F_OK) == 0 else { throw failure("there is no database \(path)") }
        do {
            let store = try Store(at: path)
            try store.begin()
            try store.copy(to: partial)
            try store.advanceMark()
            try store.close()
        } catch {
            throw failure(error)
        }
    }

    /// Where a file has one name only (FAT, some shares): the name is taken with an empty file first.
    private func replacePlaceholder(_ partial: String, _ target: String) -> Bool {
        let placeholder = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard placeholder >= 0 else { return false }
        close(placeholder)
        if rename(partial, target) == 0 { return true }
        let reason = errno
        unlink(target)
        errno = reason
        return false
    }

    /// Under its own name only once it is known to be good; never over another file.
    private func finish(_ partial: String, _ target: String) throws {
        defer { unlink(partial) }
        do {
            try Store.confirm(copy: partial)
        } catch {
            throw failure("the copy is not good: \(error)")
        }
        guard link(partial, target) == 0 || errno != EEXIST && replacePlaceholder(partial, target) else {
            throw failure("cannot name the copy \(target): \(SystemReason.words(errno))")
        }
        let folder = open(File.folder(of: target), O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw failure("cannot bring \(target) to the disk: \(SystemReason.words(errno))")
        }
    }
}

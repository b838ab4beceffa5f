import Events
import Foundation
import Testing

@testable import Store

/// A folder of a test's own, gone when the test ends.
final class TemporaryFolder {
    let path: String

    init(in parent: String = NSTemporaryDirectory()) throws {
        path = parent + "/store-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    var database: String { path + "/var/bridge.sqlite" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Opens a store in a folder of its own, runs `body`, and checks what every connection must leave behind.
func withStore(_ body: (Store) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try withStore(at: folder.database, body)
}

/// Opens the store at `path`, runs `body`, and checks what every connection must leave behind.
func withStore(at path: String, _ body: (Store) throws -> Void) throws {
    let store = try Store(at: path)
    try body(store)
}

let start = Timestamp(microseconds: 1_767_225_600_000_000)

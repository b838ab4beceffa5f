import Foundation
import Testing

func fileSize(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber).intValue
}

/// Copies a database with its log and its mark as they are on the disk now: what a killed process would leave.
func copyFiles(of path: String, to copy: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: (copy as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    for suffix in ["", "-wal", ".mark"] where files.fileExists(atPath: path + suffix) {
        try? files.removeItem(atPath: copy + suffix)
        // `cp` reads in a process of its own: closing the file here would drop the store's locks.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = [path + suffix, copy + suffix]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

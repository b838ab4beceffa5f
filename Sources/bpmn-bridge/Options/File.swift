import Foundation

/// Reading the files a command is given.
enum File {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A path as a person wrote it, relative to `folder` unless it is absolute.
    static func path(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : folder.isEmpty ? path : "\(folder)/\(path)"
    }

    static func folder(of path: String) -> String {
        path.parted(atLast: "/")?.before ?? "."
    }

    static func bytes(_ path: String) throws(Problem) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Problem(description: "cannot read \(path): \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let underlying = error.userInfo.first { $0.key == NSUnderlyingErrorKey }?.value as? NSError
        if let underlying { return String(cString: strerror(Int32(truncatingIfNeeded: underlying.code))) }
        // Foundation's own numbers are none of the system's.
        switch CocoaError.Code(rawValue: error.code) {
        case .fileReadNoSuchFile, .fileNoSuchFile: return String(cString: strerror(ENOENT))
        case .fileReadNoPermission: return String(cString: strerror(EACCES))
        default: return error.localizedDescription
        }
    }
}

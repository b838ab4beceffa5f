import Configuration
import Foundation
import Values

/// A scenario as a person wrote it: JSON or YAML.
enum ScenarioFile {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// The scenario, and the folder its paths are relative to.
    static func read(_ path: String) throws -> (Value, folder: String) {
        if path == "-" {
            let bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
            return (try parse(bytes), ".")
        }
        return (try parse(try File.bytes(path)), File.folder(of: path))
    }

    /// JSON is told by its first character; everything else is YAML.
    static func parse(_ bytes: [UInt8]) throws -> Value {
        let first = bytes.first { !$0.isSpace }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = try? JSON.parse(bytes) { return value }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem(description: "not UTF-8") }
        guard let node = try YAMLText.document(of: text) else { throw Problem(description: "empty") }
        return try value(of: node)
    }

    private static func value(of node: Node) throws -> Value {
        switch node {
        case .scalar(let scalar): return value(of: scalar, node)
        case .sequence(let items): return .list(try items.map(value))
        case .mapping(let pairs):
            var entries: TextTable<Value> = [:]
            for (key, item) in pairs {
                guard let name = key.scalar?.string else { throw Problem(description: "a key is not a text") }
                entries[name] = try value(of: item)
            }
            return .dict(entries)
        }
    }

    /// YAML 1.2's core schema.
    private static func value(of scalar: Node.Scalar, _ node: Node) -> Value {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        if let number = Int(scalar.string) { return .int(number) }
        switch scalar.string {
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case "", "~", "null", "Null", "NULL": return .null
        default: break
        }
        if scalar.string.contains(where: \.isNumber), let number = Double(scalar.string) { return .double(number) }
        return .string(scalar.string)
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

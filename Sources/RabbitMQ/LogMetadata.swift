package import Logging
package import Messages

extension Dictionary where Key == String, Value == Logger.MetadataValue {
    /// What a line of the log has beside its message.
    package static func keys(_ entries: KeyValuePairs<LogKey, Logger.MetadataValue>) -> Self {
        var metadata: Self = [:]
        for (key, value) in entries { metadata.updateValue(value, forKey: key.rawValue) }
        return metadata
    }

    package subscript(key: LogKey) -> Logger.MetadataValue? {
        get { index(forKey: key.rawValue).map { self.values[$0] } }
        set {
            if let newValue { updateValue(newValue, forKey: key.rawValue) } else { removeValue(forKey: key.rawValue) }
        }
    }
}

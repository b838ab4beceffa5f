package import Logging

extension Logger.Metadata {
    /// Keys of log lines are our own words, which may be looked up as swift-log does it.
    package subscript(key: String) -> Logger.MetadataValue? {
        get { index(forKey: key).map { self.values[$0] } }
        set {
            if let newValue { updateValue(newValue, forKey: key) } else { removeValue(forKey: key) }
        }
    }
}

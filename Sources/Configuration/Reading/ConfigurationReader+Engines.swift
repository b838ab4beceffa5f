extension ConfigurationReader {
    /// `nil` only if something was reported.
    func engines(_ node: Node?) -> EngineSettings? {
        var settings = EngineSettings()
        guard let node else { return settings }
        guard let section = Section(node, .engines, report) else { return nil }
        guard let embedded = section.value("embedded") else { return settings }
        guard let embedded = Section(embedded, .embedded, report) else { return nil }
        if let threads = embedded.value("threads") { settings.embedded.threads = values.integer(threads, 1...256) }
        return settings
    }
}

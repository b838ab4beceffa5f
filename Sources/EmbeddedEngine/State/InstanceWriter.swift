import Messages
import Values

/// Writes an instance at rest for the store: compact, positions instead of ids.
struct InstanceWriter {
    /// Later versions read every earlier one. 2: tasks that are done outside have numbers, and paths that
    /// are over say where.
    static let version: UInt8 = 2

    private var writer = ByteWriter()
    private var previous: TaskData?

    static func bytes(of instance: Instance) -> [UInt8] {
        var writer = InstanceWriter()
        writer.write(instance)
        return writer.writer.bytes
    }

    /// For each place among the scopes its number in the stored form.
    private var scopeNumbers: [Int] = []

    private mutating func write(_ instance: Instance) {
        writer.write(byte: Self.version)
        writer.write(instance.ended)
        if instance.ended { return writer.write(instance.result) }
        writer.write(unsigned: instance.counter)
        let scopes = instance.runningScopes
        scopeNumbers = Array(repeating: 0, count: instance.scopes.count)
        for (number, scope) in scopes.enumerated() { scopeNumbers[scope] = number }
        let ordinals = instance.ordinals(in: scopes)
        writer.write(count: scopes.count)
        for scope in scopes { write(instance.scopes[scope], ordinals) }
        for scope in scopes {
            for token in instance.tokens(of: scope) { write(instance.tokens[token], ordinals) }
        }
    }

    private mutating func write(_ scope: RunningScope, _ ordinals: [Int]) {
        writer.write(count: scope.scope)
        writer.write(count: scope.owner < 0 ? 0 : ordinals[scope.owner] + 1)
        writer.write(unsigned: scope.serial)
        writer.write(scope.correlations)
        writer.write(scope.objects)
        writer.write(count: scope.arrivals.count)
        for arrival in scope.arrivals {
            writer.write(count: Int(arrival.element) + 1)
            write(arrival.data)
        }
        writer.write(count: scope.list.count)
    }

    private mutating func write(_ token: Token, _ ordinals: [Int]) {
        writer.write(count: Int(token.element))
        writer.write(byte: token.role.rawValue << 4 | token.state.rawValue)
        writer.write(count: Int(token.flow) + 1)
        writer.write(count: token.parent < 0 ? 0 : ordinals[Int(token.parent)] + 1)
        if token.parent >= 0 { writer.write(count: Int(token.item) + 1) }
        writer.write(token.memory, scopeNumbers: scopeNumbers)
        write(token.data)
    }

    /// Data that is much like what was written before it is written as the difference.
    private mutating func write(_ data: TaskData) {
        defer { previous = data }
        guard let previous, !previous.isEmpty else { return writeWhole(data) }
        if data.isSame(as: previous) { return writer.write(byte: 1) }
        writer.write(byte: 2)
        writer.write(count: data.count)
        for (name, value) in data {
            guard let position = previous.index(forKey: name) else {
                writer.write(byte: 0)
                writer.write(name)
                writer.write(value)
                continue
            }
            if value.isSame(as: previous.values[position]) {
                writer.write(count: position * 2 + 1)
            } else {
                writer.write(count: position * 2 + 2)
                writer.write(value)
            }
        }
    }

    private mutating func writeWhole(_ data: TaskData) {
        writer.write(byte: 0)
        writer.write(data)
    }
}

extension Instance {
    /// The running scopes in the order they began, so that an owner's scope comes before its own.
    var runningScopes: [RunningScopeIndex] {
        if scopes.count == 1 { return [0] }
        return scopes.indices.filter { scopes[$0].isRunning }.sorted { scopes[$0].serial < scopes[$1].serial }
    }

    /// For each place in the token store its number in the stored form.
    fileprivate func ordinals(in scopes: [RunningScopeIndex]) -> [Int] {
        if scopes.count == 1, tokens.count <= 1 { return Array(repeating: 0, count: tokens.slots.count) }
        var ordinals = Array(repeating: 0, count: tokens.slots.count)
        var next = 0
        for scope in scopes {
            for token in tokens(of: scope) {
                ordinals[token] = next
                next += 1
            }
        }
        return ordinals
    }
}

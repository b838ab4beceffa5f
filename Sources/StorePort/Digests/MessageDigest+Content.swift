package import Messages
import Values

/// What a message is known by and what it says, each as 64 bits. The database keeps them: they never change with the
/// version, the platform or the process.
extension MessageDigest {
    package func identity(_ identity: MessageIdentity, source: Int64) -> Int64 {
        var state = begun
        // No message of the first form begins so.
        state.compress(.max)
        state.compress(UInt64(bitPattern: source))
        state.absorb(identity.id)
        state.absorb(identity.sender)
        state.compress(identity.kind.map { UInt64($0.code) } ?? .max)
        state.absorb(identity.name)
        state.absorb(identity.addressee)
        state.absorb(identity.task)
        return Int64(bitPattern: state.finish())
    }

    package func content(_ content: MessageContent) -> Int64 {
        var state = begun
        switch content {
        case .value(let value, let correlations):
            absorb(value, &state)
            if !correlations.isEmpty { absorb(.dict(correlations.mapValues { .dict($0) }), &state) }
        case .bytes(let bytes):
            state.compress(Mark.bytes.rawValue)
            return bytes.withUnsafeBufferPointer { Int64(bitPattern: state.finish($0, length: $0.count)) }
        }
        return Int64(bitPattern: state.finish())
    }

    private enum Mark: UInt64 {
        case null = 0
        case no = 1
        case yes = 2
        case integer = 3
        case double = 4
        case string = 5
        case list = 6
        case dict = 7
        case bytes = 8
    }

    /// As deep as what was decoded, which its decoder bounds. Numbers are equal by value, objects whatever the order
    /// of their keys.
    private func absorb(_ value: Value, _ state: inout State) {
        switch value {
        case .null: state.compress(Mark.null.rawValue)
        case .bool(let flag): state.compress(flag ? Mark.yes.rawValue : Mark.no.rawValue)
        case .int(let number): absorb(number, &state)
        case .double(let number):
            if let whole = Int(exactly: number) { return absorb(whole, &state) }
            state.compress(Mark.double.rawValue)
            state.compress(number.isNaN ? Double.nan.bitPattern : number.bitPattern)
        case .string(let text):
            state.compress(Mark.string.rawValue)
            state.absorb(text)
        case .list(let items):
            state.compress(Mark.list.rawValue)
            state.compress(UInt64(items.count))
            for position in items.indices { absorb(items[position], &state) }
        case .dict(let entries): absorb(entries, &state)
        }
    }

    private func absorb(_ number: Int, _ state: inout State) {
        state.compress(Mark.integer.rawValue)
        state.compress(UInt64(bitPattern: Int64(number)))
    }

    /// Each entry by itself, and their sum: no order, and nothing to sort.
    private func absorb(_ entries: TextTable<Value>, _ state: inout State) {
        var sum: UInt64 = 0
        for position in entries.keys.indices {
            var entry = begun
            entry.absorb(entries.keys[position])
            absorb(entries.values[position], &entry)
            sum &+= entry.finish()
        }
        state.compress(Mark.dict.rawValue)
        state.compress(UInt64(entries.count))
        state.compress(sum)
    }
}

extension MessageDigest.State {
    /// Its length and its UTF-8: no two sequences of texts are alike. None differs from an empty one.
    fileprivate mutating func absorb(_ text: String?) {
        guard let text else { return compress(.max) }
        absorb(text)
    }

    fileprivate mutating func absorb(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            compress(UInt64(utf8.count))
            let raw = UnsafeRawBufferPointer(utf8)
            var offset = 0
            while offset &+ 8 <= raw.count {
                compress(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset &+= 8
            }
            guard offset < raw.count else { return }
            var last: UInt64 = 0
            while offset < raw.count {
                last |= UInt64(raw[offset]) << UInt64(8 &* (offset & 7))
                offset &+= 1
            }
            compress(last)
        }
    }
}

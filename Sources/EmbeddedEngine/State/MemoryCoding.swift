import Messages
import Values

extension ByteWriter {
    mutating func write(_ memory: Token.Memory, scopeNumbers: [Int]) {
        switch memory {
        case .nothing: write(byte: 0)
        case .caught(let payload):
            write(byte: 1)
            write(payload)
        case .arrived(let order):
            write(byte: 2)
            write(unsigned: order)
        case .alarm(let alarm):
            write(byte: 3)
            write(alarm)
        case .parts(let parts):
            write(byte: 4)
            write(count: parts.count)
            for part in parts { write(part) }
        case .fired: write(byte: 5)
        case .scope(let scope):
            write(byte: 6)
            write(count: scopeNumbers[Int(scope)])
        case .loop(let progress):
            write(byte: 7)
            write(progress)
        case .task(let number):
            write(byte: 8)
            write(unsigned: number)
        }
    }

    private mutating func write(_ progress: LoopProgress) {
        switch progress.items {
        case nil: write(byte: 0)
        case .positions(let count):
            write(byte: 1)
            write(count: count)
        case .keys(let keys):
            write(byte: 2)
            write(count: keys.count)
            for key in keys { write(key) }
        }
        write(count: progress.begun)
        write(count: progress.ended)
    }

    private mutating func write(_ part: Token.Part) {
        switch part {
        case .open: write(byte: 0)
        case .alarm(let alarm):
            write(byte: 1)
            write(alarm)
        case .seen(let payload):
            write(byte: 2)
            write(payload)
        }
    }

    private mutating func write(_ alarm: Alarm) {
        write(signed: alarm.due.microseconds)
        write(alarm.repeats) { writer, repeats in
            writer.write(repeats.left) { $0.write(count: $1) }
            writer.write(signed: repeats.interval.microseconds)
        }
    }
}

extension ByteReader {
    mutating func memory() throws(CodingProblem) -> Token.Memory {
        switch try byte() {
        case 0: return .nothing
        case 1: return .caught(try value())
        case 2: return .arrived(order: try unsigned())
        case 3: return .alarm(try alarm())
        case 4:
            var parts: [Token.Part] = []
            for _ in 0..<(try count()) { parts.append(try part()) }
            return .parts(parts)
        case 5: return .fired
        case 6: return .scope(Int32(truncatingIfNeeded: try position(below: Int(Int32.max), "scope")))
        case 7: return .loop(try loopProgress())
        case 8: return .task(number: try unsigned())
        case let code: throw problem("unknown kind of memory \(code)")
        }
    }

    private mutating func loopProgress() throws(CodingProblem) -> LoopProgress {
        var progress = LoopProgress()
        switch try byte() {
        case 0: break
        case 1: progress.items = .positions(try position(below: Int(Int32.max), "item"))
        case 2:
            var keys: [String] = []
            for _ in 0..<(try count()) { keys.append(try text()) }
            progress.items = .keys(keys)
        case let code: throw problem("unknown kind of items \(code)")
        }
        progress.begun = try position(below: Int(Int32.max), "item")
        progress.ended = try position(below: Int(Int32.max), "item")
        return progress
    }

    private mutating func part() throws(CodingProblem) -> Token.Part {
        switch try byte() {
        case 0: return .open
        case 1: return .alarm(try alarm())
        case 2: return .seen(try value())
        case let code: throw problem("unknown part \(code)")
        }
    }

    private mutating func alarm() throws(CodingProblem) -> Alarm {
        let due = Timestamp(microseconds: try signed())
        guard try flag() else { return Alarm(due: due) }
        let left = try flag() ? try position(below: .max, "repetition") : nil
        let interval = Duration.microseconds(try signed())
        return Alarm(due: due, repeats: Alarm.Repeats(left: left, interval: interval))
    }

    mutating func position(below limit: Int, _ what: String) throws(CodingProblem) -> Int {
        let number = try unsigned()
        guard number < UInt64(limit) else { throw problem("there is no \(what) \(number)") }
        return Int(number)
    }
}

extension Duration {
    /// Rounded towards zero; what is longer than an Int64 holds is the longest.
    fileprivate var microseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow
            ? (components.seconds < 0 ? .min : .max) : seconds + components.attoseconds / 1_000_000_000_000
    }
}

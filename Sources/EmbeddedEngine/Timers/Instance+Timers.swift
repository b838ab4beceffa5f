import EnginePort
import Models
import Values

extension Instance {
    /// The alarm a timer sets: its expression is evaluated once, when the token comes.
    mutating func alarm(for definition: TimerDefinition, at token: TokenIndex) throws(EngineFailure) -> Alarm {
        let value = try evaluate(definition.expression, at: token)
        guard case .string(let text) = value, let alarm = Alarm(definition.kind, text, now: turn.now) else {
            let found = value.asString ?? JSON.text(of: value)
            throw EngineFailure(
                kind: .model, element: node(of: token).id,
                message: "`\(found)` is no ISO 8601 \(definition.kind.wanted) up to the year 9999")
        }
        return alarm
    }

    /// Lets the alarms ring that are due at the earliest moment, all of them: what they lead to comes before what is due
    /// later, as if the clock had been told each moment.
    /// - Returns: whether any did.
    mutating func ringAlarms() throws(EngineFailure) -> Bool {
        while alarms > 0 {
            // What is due has been found before; what became due since then has its turn after it.
            let isNew = turn.agenda.isEmpty
            if isNew { turn.agenda = Agenda(of: dueAlarms()) }
            if try ringNext() { return true }
            if isNew { return false }
        }
        return false
    }

    private mutating func ringNext() throws(EngineFailure) -> Bool {
        while let (due, tokens) = turn.agenda.next() {
            var hasRung = false
            for token in tokens where isDue(token, at: due) {
                try ring(token)
                hasRung = true
                if isDue(token, at: nil), let again = self.tokens[token].memory.nextAlarm {
                    turn.agenda.add(token, again.due)
                }
            }
            if hasRung { return true }
        }
        return false
    }

    private func dueAlarms() -> [Agenda.Entry] {
        tokens(in: 0).filter { isDue($0, at: nil) }.compactMap { token in
            tokens[token].memory.nextAlarm.map { Agenda.Entry(due: $0.due, token: token) }
        }
    }

    /// Whether the token waits for a moment that has passed: this one, where it is named.
    private func isDue(_ token: TokenIndex, at moment: Timestamp?) -> Bool {
        guard tokens[token].state == .waiting, let alarm = tokens[token].memory.nextAlarm, alarm.isDue(at: turn.now)
        else { return false }
        return moment == nil || alarm.due == moment
    }

    /// When the instance next needs the clock.
    var wakeAt: Timestamp? {
        guard alarms > 0 else { return nil }
        var earliest: Timestamp?
        for token in tokens(in: 0) where tokens[token].state == .waiting {
            guard let alarm = tokens[token].memory.nextAlarm else { continue }
            earliest = min(earliest ?? alarm.ringsAt, alarm.ringsAt)
        }
        return earliest
    }

    private mutating func ring(_ token: TokenIndex) throws(EngineFailure) {
        // A repeating timer that is told the time after years.
        turn.rings += 1
        try spendStep(at: token)
        if tokens[token].role == .standby { return try ringStandby(token) }
        try refreshInputs(at: token)
        switch tokens[token].memory {
        case .alarm(let alarm) where alarm.repeats != nil && node(of: token).behaviour.repeatsWhileWaiting:
            if alarm.repeats?.left != 0 { try branch(from: token) }
            if let next = alarm.next() {
                tokens[token].memory = .alarm(next)
            } else {
                try vanish(token)
            }
        case .alarm:
            tokens[token].memory = .nothing
            try set(token, to: .ready)
        case .parts(let parts):
            let due = parts.indices.compactMap { position in parts[position].alarm.map { (position, $0.due) } }
            if let first = due.min(by: { $0.1 < $1.1 }) { try see(.null, as: first.0, at: token) }
        case .nothing, .caught, .arrived, .fired, .scope, .loop, .task: break
        }
    }
}

extension Instance {
    /// The time of an event subprocess has come.
    private mutating func ringStandby(_ token: TokenIndex) throws(EngineFailure) {
        guard case .alarm(let alarm) = tokens[token].memory else { return }
        let isInterrupting = node(of: token).interruptsScope
        if alarm.repeats?.left != 0 { try beginEventSubprocess(standingBy: token, with: nil) }
        if isInterrupting { return }
        if let next = alarm.next() {
            tokens[token].memory = .alarm(next)
        } else {
            try vanish(token)
        }
    }
}

extension Alarm {
    fileprivate init?(_ kind: TimerDefinition.Kind, _ text: String, now: Timestamp) {
        switch kind {
        case .date:
            guard let moment = Timestamp(iso: text) else { return nil }
            self.init(due: moment)
        case .duration:
            guard let length = ISODuration(text)?.length(from: now), now + length <= .latest else { return nil }
            self.init(due: now + length)
        case .cycle:
            guard let cycle = ISOCycle(text, now: now) else { return nil }
            self.init(due: cycle.first, repeats: Repeats(left: cycle.repetitions, interval: cycle.interval))
        }
    }
}

extension TimerDefinition.Kind {
    fileprivate var wanted: String {
        switch self {
        case .date: "date"
        case .duration: "duration"
        case .cycle: "repeating interval"
        }
    }
}

extension Token.Memory {
    /// The alarm that rings first.
    var nextAlarm: Alarm? {
        switch self {
        case .alarm(let alarm): alarm
        case .parts(let parts): parts.compactMap(\.alarm).min { $0.due < $1.due }
        case .nothing, .caught, .arrived, .fired, .scope, .loop, .task: nil
        }
    }
}

extension Token.Part {
    var alarm: Alarm? {
        if case .alarm(let alarm) = self { alarm } else { nil }
    }
}

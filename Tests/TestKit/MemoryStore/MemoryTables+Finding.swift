import Messages
import StorePort
import Values

extension MemoryTables {
    func waits(_ bytes: [UInt8], of key: InstanceKey) -> Fact {
        do throws(CodingProblem) {
            return .waits(try StoredList.waits(bytes))
        } catch {
            return .unreadable(StoreFailure(.unreadable, "what instance \(key.number) waits for: \(error)"))
        }
    }

    func receivers(_ query: ReceiverQuery) -> [InstanceKey] {
        var found: [InstanceKey] = []
        for row in instances.after(query.after?.number ?? 0) where found.count < query.limit {
            guard row.stored.status == .running, row.stored.definition == query.definition else { continue }
            if row.waits.contains(where: { $0.takes(query.kind, query.name, query.correlations) }) {
                found.append(row.stored.key)
            }
        }
        return found
    }

    func due(at moment: Timestamp, limit: Int) -> [DueTimer] {
        var due: [DueTimer] = []
        for row in instances.rows where row.stored.status == .running {
            guard let wake = row.stored.wakeAt, wake <= moment else { continue }
            due.append(DueTimer(at: wake, instance: row.stored.key))
        }
        due.sort { ($0.at, $0.instance) < ($1.at, $1.instance) }
        return Array(due.prefix(limit))
    }

    func ended(before moment: Timestamp, limit: Int) -> [InstanceKey] {
        var found: [(at: Timestamp, key: InstanceKey)] = []
        for row in instances.rows {
            if let ended = row.stored.ended, ended < moment { found.append((ended, row.stored.key)) }
        }
        return found.sorted { ($0.at, $0.key) < ($1.at, $1.key) }.prefix(limit).map(\.key)
    }

    func page(_ status: InstanceStatus?, after key: InstanceKey?, limit: Int, scanning: Int) -> InstancePage {
        var page = InstancePage(instances: [])
        var scanned = 0
        for row in instances.after(key?.number ?? 0) {
            scanned += 1
            if status == nil || status == row.stored.status { page.instances.append(row.stored) }
            if page.instances.count == limit || scanned == scanning {
                page.next = row.stored.key
                break
            }
        }
        return page
    }

    func oldMessages(before moment: Timestamp, after position: Int64, limit: Int) -> MessageRange? {
        let old = inbox.after(position).prefix(limit).prefix { $0.record.at < moment }
        return old.last.map { MessageRange(last: $0.position, isFull: old.count == limit) }
    }

    func received(by key: InstanceKey, limit: Int) -> [ReceivedMessage] {
        let received = inbox.rows.compactMap { row in
            row.record.instance == key
                ? sourceNames[row.source].map {
                    ReceivedMessage(id: row.id, source: $0, outcome: row.record.outcome, at: row.record.at)
                } : nil
        }
        return Array(received.suffix(limit))
    }

    func held(_ query: HeldQuery) -> [HeldRow] {
        var found: [HeldRow] = []
        for event in held.after(query.after) where found.count < query.limit {
            guard event.kind == query.kind, query.name == nil || query.name == event.name else { continue }
            let isFound = query.openly && event.addressee == nil || event.keys.contains { query.keys.contains($0) }
            if isFound { found.append(event.row) }
        }
        return found
    }
}

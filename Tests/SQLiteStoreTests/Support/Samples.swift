import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import SQLiteStore

let noon = Sample.noon
let order = Sample.order

func id(_ number: Int) -> InstanceID { Sample.id(number) }

func wait(_ name: String? = "paid", _ number: Int? = nil) -> StoredSubscription { Sample.wait(name, number) }

/// An instance begins, its key one more than its number, and perhaps is given a state by an input.
func beginning(
    _ number: Int, _ waits: [StoredSubscription] = [], ended: Timestamp? = nil, thenState state: [UInt8]? = nil
) -> [Change] {
    var instance = Sample.instance(number)
    instance.key = Sample.key(number + 1)
    let change = InstanceChange(state: [1], sequence: 0, waits: waits, ended: ended)
    var changes: [Change] = [.definition(order), .begin(instance, change)]
    if let state {
        instance.waits = .list(waits)
        changes.append(Sample.advance(instance, state: state))
    }
    return changes
}

extension Store {
    var reader: StoreReader { StoreReader(self) }

    /// - Throws: why it is not done.
    func write(_ changes: Change...) throws { try write(changes) }

    func write(_ changes: [Change]) throws { if let failure = commit(changes).failure { throw failure } }

    func start(
        _ number: Int, _ waits: [StoredSubscription] = [], ended: Timestamp? = nil, thenState state: [UInt8]? = nil
    ) throws { try write(beginning(number, waits, ended: ended, thenState: state)) }

    func expectRunning(_ count: Int, _ place: SourceLocation = #_sourceLocation) throws {
        #expect(try reader.standing().instances.running == count, sourceLocation: place)
    }
}

/// What a test makes fail.
struct Failure: Error, Equatable {}

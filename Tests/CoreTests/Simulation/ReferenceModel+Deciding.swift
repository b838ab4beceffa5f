import Messages
import SQLiteStore
import StorePort
import Values

/// What a person decides about parked things.
extension ReferenceModel {
    /// The same work again; what fails again goes back to its place. False if a person has to choose first.
    mutating func retry(_ place: Int, isChosen: Bool, at now: Timestamp) -> Bool {
        self.now = now
        if !isChosen && needsChoice(parked[place]) { return false }
        let old = parked.remove(at: place)
        let others = parked.count
        isRetrying = true
        var outcome: Outcome?
        switch old.content {
        case .message(let message): outcome = apply(message)
        case .occurrence(let occurrence): outcome = receiveOrPark(occurrence)
        case .instance(let index): resume(index)
        }
        isRetrying = false
        let isParkedAgain = parked.count > others
        if isParkedAgain { parked.insert(parked.removeLast(), at: place) }
        if let outcome {
            count(outcome)
            if let message = old.message {
                remember(message, outcome)
                if outcome.isEffect && outcome != .discarded && !isParkedAgain { discardOtherBodies(of: message) }
            }
        }
        runSteps()
        return true
    }

    private mutating func discardOtherBodies(of message: SimulatedMessage) {
        let others = parked.filter { isOtherBody($0, of: message) }
        parked = parked.filter { !isOtherBody($0, of: message) }
        for other in others {
            if let that = other.message { remember(that, .discarded, byPerson: true) }
            count(.discarded)
        }
    }

    private mutating func resume(_ index: Int) {
        instances[index].status = .running
        steps.append(.release(index))
        do { try timePassed(index) } catch { park(index) }
    }

    mutating func discard(_ place: Int, at now: Timestamp) {
        self.now = now
        count(.discarded)
        let old = parked.remove(at: place)
        if let message = old.message { remember(message, .discarded, byPerson: true) }
        guard case .instance(let index) = old.content else { return }
        instances[index].status = .completed
        instances[index].waitsFor = nil
        instances[index].wakeAt = nil
    }
}

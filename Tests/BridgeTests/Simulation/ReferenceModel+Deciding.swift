import Events

/// What a person decides about parked things.
extension ReferenceModel {
    /// The same work again; what fails again goes back to its place.
    mutating func retry(_ place: Int, at now: Timestamp) {
        self.now = now
        let old = parked.remove(at: place)
        let others = parked.count
        isRetrying = true
        switch old.content {
        case .message(let message): count(apply(message))
        case .occurrence(let occurrence): count(receiveOrPark(occurrence))
        case .instance(let index): resume(index)
        }
        isRetrying = false
        if parked.count > others { parked.insert(parked.removeLast(), at: place) }
        runSteps()
    }

    private mutating func resume(_ index: Int) {
        instances[index].status = .running
        steps.append(.release(index))
        do { try timePassed(index) } catch { park(index) }
    }

    mutating func discard(_ place: Int, at now: Timestamp) {
        self.now = now
        count(.discarded)
        guard case .instance(let index) = parked.remove(at: place).content else { return }
        instances[index].status = .completed
        instances[index].waitsFor = nil
        instances[index].wakeAt = nil
    }
}

package import Values

/// One thing that one instance is to be given. Wherever and however often it is run, it gives the same answer to the
/// same step on the same state: it may be dropped, repeated, and run in another process.
package struct Step: Sendable, Hashable {
    package enum Input: Sendable, Hashable {
        /// The instance is to begin.
        case start(StartInput)
        /// The instance, which runs, is told something.
        case advance(EngineInput)
    }

    /// The instance as it is before the step; of a start the revision is 0.
    package var instance: InstanceReference
    package var input: Input
    package var at: Timestamp
    /// Where the random numbers begin that scripts ask for.
    package var seed: UInt64

    package init(_ instance: InstanceReference, _ input: Input, at: Timestamp, seed: UInt64) {
        self.instance = instance
        self.input = input
        self.at = at
        self.seed = seed
    }

    /// The instance as it is after the step, if the step was accepted.
    package var result: InstanceReference {
        guard case .advance = input else { return instance }
        var next = instance
        next.revision += 1
        return next
    }
}

/// A step that is to be run elsewhere, with all that it takes.
package struct NumberedStep: Sendable {
    /// The caller's number for it.
    package var number: UInt64
    package var step: Step
    /// The bytes of the instance's state before the step; empty for a start.
    package var state: [UInt8]

    package init(_ number: UInt64, _ step: Step, state: [UInt8]) {
        self.number = number
        self.step = step
        self.state = state
    }
}

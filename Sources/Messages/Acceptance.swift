/// By what a sender may address an instance that runs. Starting a process, and a signal for whoever waits, address none.
package struct Acceptance: Sendable, Hashable {
    /// By its id: what the route's `instance` gives, the header `x-process-instance` if it does not say.
    package var instance: Bool
    /// By the correlation that the model computes from the payload.
    package var correlation: Bool
    /// By a header `x-correlation` that was sent back.
    package var sentBack: Bool

    package init(instance: Bool = true, correlation: Bool = true, sentBack: Bool = true) {
        self.instance = instance
        self.correlation = correlation
        self.sentBack = sentBack
    }

    /// As one byte; the numbers are never reused.
    package var code: UInt8 { (instance ? 1 : 0) | (correlation ? 2 : 0) | (sentBack ? 4 : 0) }

    package init(code: UInt8) {
        self.init(instance: code & 1 != 0, correlation: code & 2 != 0, sentBack: code & 4 != 0)
    }
}

/// How long to wait before the next attempt: doubling, with jitter so that many clients do not come back at once.
package struct Backoff: Sendable, Hashable {
    /// No wait is shorter than `first` or longer than `longest`.
    package var first: Duration
    package var longest: Duration
    private var attempts = 0

    package init(first: Duration = .milliseconds(500), longest: Duration = .seconds(30)) {
        self.first = first
        self.longest = longest
    }

    mutating func reset() { attempts = 0 }

    mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
        var ceiling = min(first * 2, longest)
        for _ in 0..<attempts where ceiling < longest { ceiling = min(ceiling * 2, longest) }
        attempts += 1
        return ceiling * Double.random(in: 0.5...1, using: &random)
    }

    /// The wait where only a person can help.
    func slow(using random: inout some RandomNumberGenerator) -> Duration {
        longest * Double.random(in: 0.5...1, using: &random)
    }
}

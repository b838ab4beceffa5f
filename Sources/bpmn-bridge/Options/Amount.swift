import ArgumentParser

/// A number of things or of seconds, as a person gives it: 1 or more, and small enough to count on.
enum Amount {
    @Sendable static func read(_ text: String) throws -> Int {
        guard let number = Int(text), 1...1_000_000_000 ~= number else {
            throw ValidationError("a whole number from 1 to 1000000000 is needed, not \(text)")
        }
        return number
    }
}

/// One thing that is wrong with a model: where, and what to do about it.
package struct ModelProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package var place: Place
    /// The id of the element it concerns, if it has one.
    package var element: String?
    package var message: String

    package init(place: Place, element: String?, message: String) {
        self.place = place
        self.element = element
        self.message = message
    }

    package var description: String {
        element.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
    }
}

/// Everything that is wrong with the models, all at once.
package struct ModelProblems: Error, Sendable, CustomStringConvertible {
    package var problems: [ModelProblem]

    package init(_ problems: [ModelProblem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

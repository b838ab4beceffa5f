import Models
import Testing

/// A model that is refused for one reason, at its mark.
struct Refusal: CustomTestStringConvertible {
    let model: Model
    let element: String?
    let message: String
    var dialect = Dialect.spiff

    /// In a process between start and end, as the element `x`.
    init(_ middle: String, root: String = "", _ element: String? = "x", _ message: String) {
        model = .around(middle, root: root)
        (self.element, self.message) = (element, message)
    }

    init(process: String, root: String = "", _ element: String?, _ message: String) {
        model = Model(process, root: root)
        (self.element, self.message) = (element, message)
    }

    init(whole: String, _ element: String?, _ message: String) {
        model = Model(whole: whole)
        (self.element, self.message) = (element, message)
    }

    init(document: String, _ element: String?, _ message: String) {
        model = Model(document: document)
        (self.element, self.message) = (element, message)
    }

    func inPlainDialect() -> Refusal {
        var copy = self
        copy.dialect = .bpmn
        return copy
    }

    var testDescription: String { "\(element ?? "-"): \(message)" }

    /// Checks that this and nothing else is told.
    func check() {
        let expected = model.places.map { ModelProblem(place: $0, element: element, message: message) }
        #expect(!expected.isEmpty)
        let told = model.problems(dialect)
        #expect(told == expected, "\(ModelProblems(told))")
    }
}

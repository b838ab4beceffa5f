import Models

/// Writes small models for tests. A `¶` marks where a problem is expected; it is not part of the model.
struct Model {
    let bytes: [UInt8]
    /// Where the marks are.
    let places: [Place]

    /// - Parameters:
    ///   - process: what stands in the process `p`, unless `whole` says what stands in `definitions`.
    ///   - root: what stands beside it.
    init(_ process: String = "", root: String = "", whole: String? = nil) {
        let inner = whole ?? "\(root)\n<process id=\"p\" isExecutable=\"true\">\n\(process)\n</process>"
        self.init(
            document: """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test"
                    xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"
                    xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
                    xmlns:other="urn:other">
                \(inner)
                </definitions>
                """)
    }

    /// A process with a start, `middle` and an end, connected: `middle` has the id `x`.
    static func around(_ middle: String, root: String = "") -> Model {
        Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
            \(middle)
            <sequenceFlow id="b" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """, root: root)
    }

    init(document: String) {
        guard document.utf8.contains(0xC2) else {
            (bytes, places) = (Array(document.utf8), [])
            return
        }
        var text = ""
        var places: [Place] = []
        var (line, column) = (1, 1)
        for character in document {
            if character == "¶" {
                places.append(Place(file: Self.file, line: line, column: column))
                continue
            }
            text.append(character)
            (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        bytes = Array(text.utf8)
        self.places = places
    }

    static let file = "model.bpmn"

    var source: ModelSource { ModelSource(file: Self.file, bytes: bytes) }

    func read(_ dialect: Dialect = .spiff) throws(ModelProblems) -> [ProcessDefinition] {
        try ModelReader.read([source, DecisionModel.rules.source], dialect: dialect)
    }

    /// The only process of the model.
    func definition(_ dialect: Dialect = .spiff) throws -> ProcessDefinition {
        let definitions = try read(dialect)
        guard definitions.count == 1, let first = definitions.first else { throw Missing.definition(definitions.count) }
        return first
    }

    /// For what the model is refused; where nothing leads to what is wrong, what is told instead.
    func problems(_ dialect: Dialect = .spiff) -> [ModelProblem] {
        do throws(ModelProblems) {
            return try read(dialect).flatMap(\.warnings).compactMap { warning in
                let parts = warning.message.split(separator: "left out, for nothing leads to it: ", maxSplits: 1)
                guard parts.count == 1, parts[0].startIndex > warning.message.startIndex else { return nil }
                return ModelProblem(place: warning.place, element: warning.element, message: String(parts[0]))
            }
        } catch {
            return error.problems
        }
    }

    enum Missing: Error { case definition(Int), element(String) }
}

extension ProcessDefinition {
    func element(_ id: String) throws -> Element {
        guard let element = elements.first(where: { $0.id == id }) else { throw Model.Missing.element(id) }
        return element
    }

    func index(_ id: String) -> ElementIndex? { elements.firstIndex { $0.id == id } }

    /// The ids of the flows that leave an element, in order.
    func outgoing(_ id: String) throws -> [String] { try element(id).outgoing.map { flows[$0].id } }

    /// The warnings, without their places.
    var told: [String] { warnings.map { "\($0.element ?? "-"): \($0.message)" } }
}

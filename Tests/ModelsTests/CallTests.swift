import Testing

@testable import Models

@Suite("Calls and files") struct CallTests {
    private func process(_ id: String, calling called: [String] = [], attributes: String = "") -> String {
        let calls = called.enumerated().map { "<callActivity id=\"\(id)-\($0)\" calledElement=\"\($1)\"/>" }.joined()
        return "<process id=\"\(id)\" \(attributes)><startEvent id=\"\(id)-s\"/>\(calls)</process>"
    }

    private func read(_ files: [String], running: String? = nil) throws(ModelProblems) -> [ProcessDefinition] {
        let sources = files.enumerated().map { ModelSource(file: "f\($0).bpmn", bytes: Model(whole: $1).bytes) }
        return try ModelReader.read(sources, dialect: .spiff, running: running)
    }

    @Test("A process is executable unless it says that it is not")
    func executable() throws {
        let definitions = try read([
            process("a") + process("b", attributes: "isExecutable=\"true\"")
                + process("c", attributes: "isExecutable=\"false\"")
                + process("d", attributes: "isExecutable=\"1\"")
        ])
        #expect(definitions.map(\.id) == ["a", "b", "d"])
    }

    @Test("What a non-executable process contains is not looked at")
    func drawing() throws {
        #expect(
            try read([process("a"), "<process id=\"b\" isExecutable=\"false\"><complexGateway/></process>"]).map(\.id)
                == ["a"])
    }

    @Test("Where one process is to run, only it and what it calls is looked at")
    func runningOne() throws {
        let broken = "<process id=\"broken\"><complexGateway id=\"g\"/></process>"
        let files = [process("a", calling: ["b"]) + broken, process("b", calling: ["a"])]
        #expect(try read(files, running: "b").map(\.id) == ["a", "b"])
        for refused in [nil, "broken", "none"] {
            #expect(throws: ModelProblems.self) { try read(files, running: refused) }
        }
    }

    @Test("Called processes are found across files, each once, with only the files that are needed")
    func acrossFiles() throws {
        let definitions = try read([
            process("main", calling: ["sub", "leaf", "sub"]), process("sub", calling: ["leaf"]), process("leaf"),
            process("other"),
        ])
        #expect(definitions.map(\.id) == ["main", "sub", "leaf", "other"])
        let main = definitions[0]
        #expect(main.scopes.map(\.id) == ["main", "sub", "leaf"])
        #expect(main.scopes.map(\.owner) == [nil, nil, nil])
        #expect(main.sources.map(\.file) == ["f0.bpmn", "f1.bpmn", "f2.bpmn"])
        #expect(calls(main) == ["main-0": "sub", "main-1": "leaf", "main-2": "sub", "sub-0": "leaf"])
        #expect(
            main.elements.map { main.scopes[$0.scope].id } == ["main", "main", "main", "main", "sub", "sub", "leaf"])
        #expect(
            main.scopes.allSatisfy { scope in
                scope.elements.allSatisfy { main.scopes[main.elements[$0].scope].id == scope.id }
            })
        #expect(main.scopes.map { $0.starts.map { main.elements[$0].id } } == [["main-s"], ["sub-s"], ["leaf-s"]])
        #expect(definitions[1].sources.map(\.file) == ["f1.bpmn", "f2.bpmn"])
        #expect(definitions[3].sources.map(\.file) == ["f3.bpmn"])
    }

    @Test("Processes may call each other and themselves: a called process is one scope")
    func recursion() throws {
        let definitions = try read([process("a", calling: ["b", "a"]), process("b", calling: ["a", "b"])])
        #expect(definitions.map { $0.scopes.map(\.id) } == [["a", "b"], ["b", "a"]])
        #expect(calls(definitions[0]) == ["a-0": "b", "a-1": "a", "b-0": "a", "b-1": "b"])
        #expect(calls(definitions[1]) == ["a-0": "b", "a-1": "a", "b-0": "a", "b-1": "b"])
    }

    @Test("Everything inside a called process is renumbered with it")
    func renumbering() throws {
        let called = """
            <process id="called"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
            <exclusiveGateway id="x" default="b"/><sequenceFlow id="b" sourceRef="x" targetRef="t"/><sequenceFlow id="c" sourceRef="x" targetRef="sub"><conditionExpression>y</conditionExpression></sequenceFlow>
            <task id="t"/><boundaryEvent id="on" attachedToRef="t"><timerEventDefinition><timeDate>d</timeDate></timerEventDefinition></boundaryEvent>
            <subProcess id="sub"><startEvent id="i"/><sequenceFlow id="d" sourceRef="i" targetRef="j"/><endEvent id="j"/></subProcess>
            <subProcess id="ev" triggeredByEvent="true"><startEvent id="k"><timerEventDefinition><timeDate>d</timeDate></timerEventDefinition></startEvent><endEvent id="l"/></subProcess></process>
            """
        let definition = try #require(try read([process("main", calling: ["called"]), called]).first)
        func ids(_ numbers: [ElementIndex]) -> [String] { numbers.map { definition.elements[$0].id } }
        #expect(definition.scopes.map(\.id) == ["main", "called", "sub", "ev"])
        #expect(
            definition.scopes.map { ids($0.elements) } == [
                ["main-s", "main-0"], ["s", "x", "t", "on", "sub", "ev"], ["i", "j"], ["k", "l"],
            ])
        #expect(definition.scopes.map { $0.owner.map { definition.elements[$0].id } } == [nil, nil, "sub", "ev"])
        #expect(ids(definition.scopes[1].eventSubprocesses) == ["ev"])
        let gateway = try definition.element("x")
        #expect(gateway.defaultFlow.map { definition.flows[$0].id } == "b")
        #expect(gateway.incoming.map { definition.flows[$0].id } == ["a"])
        #expect(try definition.outgoing("x") == ["b", "c"])
        for flow in definition.flows {
            let ends = [flow.source, flow.target]
            #expect(definition.elements[ends[0]].scope == definition.elements[ends[1]].scope)
        }
        guard case .boundary(_, let host, _) = try definition.element("on").kind else { Issue.record("on"); return }
        #expect(ids([host]) == ["t"])
        #expect(ids(try definition.element("t").boundaries) == ["on"])
        guard case .subprocess(2) = try definition.element("sub").kind else { Issue.record("sub"); return }
        guard case .subprocess(3) = try definition.element("ev").kind else { Issue.record("ev"); return }
    }

    @Test("A chain of calls is bounded by the elements of all definitions together")
    func bound() throws {
        let chain = (0..<200).map { process("p\($0)", calling: $0 < 199 ? ["p\($0 + 1)"] : []) }
        #expect(try read(chain).count == 200)
        let sources = chain.enumerated().map { ModelSource(file: "f\($0).bpmn", bytes: Model(whole: $1).bytes) }
        let error = #expect(throws: ModelProblems.self) {
            try ModelReader.read(sources, dialect: .spiff, limits: ModelLimits(elements: 10_000))
        }
        #expect(
            error?.problems.first?.message
                == "all processes together, with those they call, have more than 10000 elements")
    }

    @Test("No file, no process; each file without one is told")
    func nothing() throws {
        #expect(try ModelReader.read([], dialect: .spiff).isEmpty)
        let error = #expect(throws: ModelProblems.self) {
            try read(["", process("a", attributes: "isExecutable=\"false\"")])
        }
        #expect(error?.problems.map(\.place.file) == ["f0.bpmn", "f1.bpmn"])
    }

    @Test("A file that is no XML is told beside what is wrong with the others")
    func malformed() throws {
        let bad = ModelSource(file: "bad.bpmn", bytes: Array("<definitions>\n<oops</definitions>".utf8))
        let wrong = ModelSource(file: "wrong.bpmn", bytes: Model(whole: "<process id=\"p\"/>").bytes)
        let error = #expect(throws: ModelProblems.self) { try ModelReader.read([bad, wrong], dialect: .spiff) }
        #expect(error?.problems.map(\.place.file) == ["bad.bpmn", "wrong.bpmn"])
        #expect(error?.problems.first?.place.line == 2)
    }

    private func calls(_ definition: ProcessDefinition) -> TextMap<String> {
        var calls: TextMap<String> = [:]
        for element in definition.elements {
            if case .callActivity(let scope) = element.kind { calls[element.id] = definition.scopes[scope].id }
        }
        return calls
    }
}

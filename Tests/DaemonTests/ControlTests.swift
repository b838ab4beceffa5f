import Messages
import Testing
import Values

@testable import Daemon
@testable import Operations

@Suite struct ProtocolTests {
    @Test(
        "A request is the same after the wire",
        arguments: [
            ControlRequest.instances(InstanceFilter(process: "order", status: .parked), after: 7, limit: 100),
            .instances(InstanceFilter(), after: 0, limit: 1), .instance(id: "a-b"),
            .parked(ParkedFilter(process: "p", kind: .event, reason: "\"quoted\"\nline"), after: 3, limit: 5),
            .parked(ParkedFilter(), after: 0, limit: 9), .parkedThing(number: 12), .retry(number: 3),
            .discard(number: 4, why: "ä\u{0}b"), .backup(path: "/tmp/a b"),
        ])
    func request(request: ControlRequest) throws {
        let line = Array(JSON.text(of: request.value).utf8)
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try ControlRequest(line: line) == request)
    }

    @Test(
        "What is no request is refused with the reason",
        arguments: [
            "", "{", "[]", "7", "{\"ask\":\"nonsense\"}", "{\"ask\":\"retry\"}", "{\"ask\":\"retry\",\"number\":-1}",
            "{\"ask\":\"retry\",\"number\":\"1\"}", "{\"ask\":\"discard\",\"number\":1}", "{\"ask\":7}",
            "{\"ask\":\"instances\",\"status\":\"none\",\"after\":0,\"limit\":1}",
            "{\"ask\":\"parked\",\"kind\":\"none\",\"after\":0,\"limit\":1}",
        ])
    func refusal(line: String) throws {
        let problem = #expect(throws: ControlProblem.self) { try ControlRequest(line: Array(line.utf8)) }
        #expect(problem?.description.isEmpty == false)
    }

    @Test("An answer is the same after the wire, also where a value has no JSON")
    func answer() throws {
        var line = InstanceLine(id: "a", process: "p", status: .parked)
        line.waits = .unreadable
        let request = ControlRequest.instances(InstanceFilter(), after: 0, limit: 1)
        let answers = [
            ControlAnswer(), ControlAnswer(problem: "no"),
            ControlAnswer(items: [.instance(line), .unreadableInstance(UnreadableInstance(row: 3))], next: 7),
        ]
        for answer in answers { #expect(try ControlAnswer(bytes: answer.bytes, to: request) == answer) }
        var details = InstanceDetails()
        details.line = InstanceLine(id: "a", process: "p", status: .running)
        details.data = ["x": .double(.infinity)]
        let text = #"{"instance":"a","process":"p","status":"running","data":{"x":Infinity}}"#
        let odd = ControlAnswer(items: [.instanceDetails(details)])
        #expect(
            try ControlAnswer(bytes: odd.bytes, to: .instance(id: "a")).items == [.unwritable(UnwritableItem(text))])
    }

    @Test("An answer that was cut off is known as such, wherever the cut is")
    func cut() throws {
        let decision = DecisionAnswer(.parked(1), isDone: true, result: "r", reason: nil)
        let bytes = ControlAnswer(items: [.decision(decision), .decision(decision)], next: 3).bytes
        for length in 0..<bytes.count - 1 {
            #expect(throws: ControlProblem.self) {
                try ControlAnswer(bytes: Array(bytes.prefix(length)), to: .retry(number: 1))
            }
        }
    }

    @Test(
        "An answer that is none to the request is refused, and never half read",
        arguments: [
            "7", "{}", #"{"instance":"a","process":"p","status":"gone"}"#,
            #"{"instance":1,"process":"p","status":"parked"}"#,
            #"{"instance":"a","process":"p","status":"parked","started":"then"}"#,
            #"{"instance":"a","process":"p","status":"parked","waits":[{"event":"none","element":"e"}]}"#,
        ])
    func wrong(line: String) {
        let bytes = Array((line + "\n" + #"{"end":true}"# + "\n").utf8)
        let problem = #expect(throws: ControlProblem.self) {
            try ControlAnswer(bytes: bytes, to: .instances(InstanceFilter(), after: 0, limit: 1))
        }
        #expect(problem?.description.contains("version") == true)
    }
}

@Suite struct VisitTests {
    private let now = ContinuousClock.now
    private let line = Array("{\"ask\":\"retry\",\"number\":7}\nmore".utf8)

    @Test("A request is read in whatever pieces it comes, and nothing behind it counts", arguments: 1...9)
    func pieces(size: Int) {
        var visit = Visit(at: now)
        var found: [ControlRequest] = []
        for start in stride(from: 0, to: line.count, by: size) {
            if let request = visit.received(line[start..<min(line.count, start + size)]) { found.append(request) }
        }
        #expect(found == [.retry(number: 7)])
        #expect(visit.deadline == nil)
    }

    @Test("An answer is written in whatever pieces it is taken, then the visit is over")
    func answering() {
        var visit = Visit(at: now)
        _ = visit.received(line)
        visit.answered(ControlAnswer(problem: "no"), at: now)
        var taken: [UInt8] = []
        while case .writing(let rest) = visit.state {
            taken += rest.prefix(3)
            visit.written(min(3, rest.count), at: now)
        }
        #expect(taken == ControlAnswer(problem: "no").bytes)
        #expect(visit.isOver)
    }

    @Test("Who says nothing, or takes nothing, is let go; while the bridge works nobody is")
    func patience() {
        var silent = Visit(at: now)
        silent.timePassed(now + .seconds(9))
        #expect(!silent.isOver)
        silent.timePassed(now + .seconds(10))
        #expect(silent.isOver)
        var waiting = Visit(at: now)
        _ = waiting.received(line)
        waiting.timePassed(now + .seconds(3600))
        #expect(!waiting.isOver)
        waiting.answered(ControlAnswer(), at: now + .seconds(3600))
        waiting.timePassed(now + .seconds(3611))
        #expect(waiting.isOver)
    }

    @Test("A request without an end is refused at its bound")
    func endless() {
        var visit = Visit(at: now)
        let part = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 10)
        for _ in 0..<64 { #expect(visit.received(part) == nil) }
        guard case .reading = visit.state else { return #expect(Bool(false)) }
        #expect(visit.received(part) == nil)
        guard case .writing(let rest) = visit.state else { return #expect(Bool(false)) }
        #expect(String(decoding: rest, as: UTF8.self).contains("65536"))
    }
}

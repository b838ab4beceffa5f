import Messages
import TestKit
import Testing
import Values

@testable import AMQP

@Suite("A publishing session")
struct PublisherSessionTests {
    private static let start = ContinuousClock.now

    private static func session(suspects: Int = 0) -> PublisherSession {
        PublisherSession(generation: Generation(1), confirmTimeout: .seconds(60), suspects: suspects)
    }

    private static func batch(_ numbers: ClosedRange<Int>) -> [NumberedPublication] {
        numbers.map { NumberedPublication(number: Int64($0), publication: Publication("m\($0)", to: "q")) }
    }

    /// Sends all that may be sent now.
    private static func send(_ session: inout PublisherSession) -> [String] {
        var sent: [String] = []
        while let next = session.nextPublication() {
            session.sent(next, at: start)
            sent.append(next.publication.properties.messageID ?? "")
        }
        return sent
    }

    private static func receive(_ frame: Frame, _ session: inout PublisherSession) -> String? {
        switch session.frameReceived(frame, at: start) {
        case nil: nil
        case .announceBlocked(let reason): "blocked \(reason)"
        case .announceUnblocked: "unblocked"
        case .end(let problem, let farewell): "end \(problem.kind) \(farewell)"
        }
    }

    private static func giveBack(_ id: String, _ session: inout PublisherSession) -> String? {
        var properties = MessageProperties()
        properties.messageID = id
        let text = ReturnStart(code: 312, text: "NO_ROUTE", exchange: "", routingKey: "q")
        return receive(.returned(text), &session)
            ?? receive(.header(ContentHeader(bodySize: 2, properties: properties)), &session)
            ?? receive(.body([1, 2]), &session)
    }

    @Test("The first publication goes alone; once it is confirmed the others follow together")
    func firstAlone() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...4))
        #expect(Self.send(&session) == ["m1"])
        #expect(!session.mayPublish)
        #expect(Self.receive(.acknowledged(tag: 1, multiple: false), &session) == nil)
        #expect(Self.send(&session) == ["m2", "m3", "m4"])
        #expect(Self.receive(.acknowledged(tag: 4, multiple: true), &session) == nil)
        #expect(session.takeOutcomes().map(\.number) == [1, 2, 3, 4])
        #expect(session.takeOutcomes().isEmpty)
        #expect(session.unsettled == 0)
    }

    @Test("A returned publication is confirmed all the same, and counts as returned")
    func returned() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        #expect(Self.giveBack("m1", &session) == nil)
        #expect(session.takeOutcomes().isEmpty)
        #expect(Self.receive(.acknowledged(tag: 1, multiple: false), &session) == nil)
        #expect(session.takeOutcomes().map(\.result) == [.returned(code: 312, text: "NO_ROUTE")])
        #expect(Self.giveBack("m1", &session) == "end protocolBroken drop")
    }

    @Test("While blocked nothing is sent and no confirm is overdue")
    func blocked() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...3))
        _ = Self.send(&session)
        #expect(Self.receive(.blocked(reason: "low on memory"), &session) == "blocked low on memory")
        #expect(Self.send(&session).isEmpty)
        #expect(session.deadline == nil)
        #expect(session.timePassed(Self.start + .seconds(3600)) == nil)
        // The wait begins again with the end of the alarm.
        let later = Self.start + .seconds(3600)
        _ = session.frameReceived(.unblocked, at: later)
        #expect(session.deadline == later + .seconds(60))
        #expect(Self.receive(.acknowledged(tag: 1, multiple: false), &session) == nil)
        #expect(Self.send(&session) == ["m2", "m3"])
    }

    @Test("A confirm that does not come in time ends the session")
    func overdue() {
        var session = Self.session()
        #expect(session.deadline == nil)
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        #expect(session.timePassed(Self.start + .seconds(59)) == nil)
        guard case .end(let problem, .drop) = session.timePassed(Self.start + .seconds(60)) else {
            Issue.record("the session goes on")
            return
        }
        #expect(problem.kind == .confirmOverdue)
    }

    @Test("The one publication that was alone when the channel was closed is the guilty one")
    func guilty() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...2))
        _ = Self.send(&session)
        #expect(Self.receive(.channelClosed(code: 406, text: "too large"), &session) == "end publicationRefused close")
        #expect(
            session.takeOutcomes() == [PublicationOutcome(number: 1, result: .unpublishable("406 too large"))])
    }

    @Test("Of several, none is accused; in the next session as many go alone")
    func suspects() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...4))
        _ = Self.send(&session)
        _ = Self.receive(.acknowledged(tag: 1, multiple: false), &session)
        _ = session.takeOutcomes()
        #expect(Self.send(&session).count == 3)
        #expect(Self.receive(.channelClosed(code: 406, text: "no"), &session) == "end publicationRefused close")
        #expect(session.takeOutcomes().isEmpty)
        #expect(session.suspects == 3)
        var next = Self.session(suspects: session.suspects)
        next.publicationsReceived(Self.batch(2...6))
        for number in 2...4 {
            #expect(Self.send(&next) == ["m\(number)"])
            _ = Self.receive(.acknowledged(tag: UInt64(number - 1), multiple: false), &next)
        }
        #expect(Self.send(&next) == ["m5", "m6"])
    }

    @Test("A permission taken away accuses no publication")
    func permission() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        #expect(Self.receive(.channelClosed(code: 403, text: "no"), &session) == "end permissionMissing close")
        #expect(session.takeOutcomes().isEmpty)
    }

    @Test("A publication that may not be sent is settled, and the next one takes its number")
    func unpublishable() throws {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...2))
        let next = session.nextPublication()
        let first = try #require(next)
        session.refused(first, because: "too long")
        #expect(Self.send(&session) == ["m2"])
        #expect(Self.receive(.acknowledged(tag: 1, multiple: false), &session) == nil)
        #expect(session.takeOutcomes().map(\.result) == [.unpublishable("too long"), .confirmed])
        #expect(session.unsettled == 0)
    }

    @Test(
        "What the broker may not send ends the session",
        arguments: [
            (Frame.acknowledged(tag: 7, multiple: false), "end protocolBroken drop"),
            (.connectionClosed(code: 320, text: "shutdown"), "end closedByBroker answerClose"),
            (.cancelled(consumer: "c0"), "end protocolBroken drop"),
            (.header(ContentHeader(bodySize: 0, properties: MessageProperties())), "end protocolBroken drop"),
            (.unexpected("x"), "end protocolBroken drop"),
        ])
    func endings(frame: Frame, expected: String) {
        var session = Self.session()
        #expect(Self.receive(frame, &session) == expected)
    }

    /// Publishes m1 and has it refused, so often; what the session says at last.
    private static func refuse(_ times: Int, _ session: inout PublisherSession, at now: ContinuousClock.Instant)
        -> String?
    {
        for number in 1...times {
            session.publicationsReceived(batch(1...1))
            _ = send(&session)
            let action = session.frameReceived(.nacked(tag: UInt64(number), multiple: false), at: now)
            if case .end(let problem, let farewell) = action {
                return "end \(problem.kind) \(farewell) after \(number)"
            }
        }
        return nil
    }

    @Test(
        "A channel that refuses is given up twice soon after a loss, and then seldom: after 30 s, doubling to ten minutes"
    )
    func renewal() {
        var session = Self.session()
        var now = Self.start
        for patience in [2, 3, 5] {
            #expect(Self.refuse(9, &session, at: now) == "end refusedAgainAndAgain close after \(patience)")
            session = session.successor(Generation(2))
        }
        for pause in [30, 60, 120, 240, 480, 600, 600] {
            #expect(Self.refuse(9, &session, at: now + .seconds(pause - 1)) == nil)
            session = session.successor(Generation(2))
            now += .seconds(pause)
            #expect(Self.refuse(9, &session, at: now) == "end refusedAgainAndAgain close after 5")
            session = session.successor(Generation(2))
        }
        // A node may be gone: it begins again.
        session.ended(LinkProblem(.connectionLost, "reset"))
        session = session.successor(Generation(2))
        #expect(Self.refuse(9, &session, at: now) == "end refusedAgainAndAgain close after 2")
    }

    @Test("Where a new channel helped the next one is tried after 30 s again")
    func renewalHelped() {
        var session = Self.session()
        var now = Self.start
        for _ in 0..<2 {
            _ = Self.refuse(9, &session, at: now)
            session = session.successor(Generation(2))
        }
        for _ in 0..<4 {
            #expect(Self.refuse(9, &session, at: now) == "end refusedAgainAndAgain close after 5")
            session = session.successor(Generation(2))
            session.publicationsReceived(Self.batch(1...1))
            _ = Self.send(&session)
            #expect(Self.receive(.acknowledged(tag: 1, multiple: false), &session) == nil)
            session = session.successor(Generation(2))
            now += .seconds(60)
        }
    }

    @Test("Different publications that are refused once each end nothing, and one that was taken counts again")
    func refusedOnce() {
        var session = Self.session()
        session.publicationsReceived(Self.batch(1...100))
        for tag in UInt64(1)...100 {
            _ = session.nextPublication().map { session.sent($0, at: Self.start) }
            #expect(Self.receive(.nacked(tag: tag, multiple: false), &session) == nil)
        }
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        #expect(Self.receive(.acknowledged(tag: 101, multiple: false), &session) == nil)
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        #expect(Self.receive(.nacked(tag: 102, multiple: false), &session) == nil)
    }

    @Test(
        "An exchange of ours that is gone is nobody's fault; another one's is the publication's",
        arguments: [true, false])
    func exchangeGone(isOurs: Bool) {
        var session = PublisherSession(
            generation: Generation(1), confirmTimeout: .seconds(60), exchanges: isOurs ? ["workflow"] : ["other"])
        session.publicationsReceived(Self.batch(1...1))
        _ = Self.send(&session)
        let closed = Frame.channelClosed(code: 404, text: "NOT_FOUND - no exchange 'workflow' in vhost '/'")
        let action = Self.receive(closed, &session)
        #expect(action == (isOurs ? "end topologyMissing close" : "end publicationRefused close"))
        #expect(session.takeOutcomes().count == (isOurs ? 0 : 1))
    }
}

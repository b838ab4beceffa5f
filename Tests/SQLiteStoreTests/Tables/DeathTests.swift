import Messages
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct DeathTests {
    @Test("Deaths are counted for each unit by itself, until they are forgotten or old")
    func counts() throws {
        let timer = WorkUnit(.timer, 7)
        let held = WorkUnit(.held, 7, .max)
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.set(DeathCount(count: 1), of: timer, at: noon)
                try transaction.set(
                    DeathCount(count: 2, around: 3, phase: 1, parked: 9), of: held, at: noon + .seconds(9))
                try transaction.set(DeathCount(count: 2), of: timer, at: noon)
                #expect(
                    try transaction.deaths() == [
                        timer: DeathCount(count: 2), held: DeathCount(count: 2, around: 3, phase: 1, parked: 9),
                    ])
                try transaction.pruneDeaths(before: noon + .seconds(1))
                #expect(try transaction.deaths().keys.map(\.kind) == [.held])
                try transaction.forgetDeaths(of: held)
                #expect(try transaction.deaths().isEmpty)
            }
        }
    }

    @Test("A retry is asked for once, and only of what is parked")
    func requests() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let number = try transaction.park(
                    Parked(
                        .event(IncomingEvent(event: Event(kind: .message, name: "m"))), stage: "s", reason: "r",
                        at: noon))
                for one in [number, number + 1] {
                    try transaction.request(RetryRequest(number: one, isChosen: false), at: noon)
                }
                #expect(try transaction.requestedRetries() == [RetryRequest(number: number, isChosen: false)])
                for chosen in [true, false] {
                    try transaction.request(RetryRequest(number: number, isChosen: chosen), at: noon)
                    #expect(try transaction.requestedRetries() == [RetryRequest(number: number)])
                }
                try transaction.forgetRequest(parked: number)
                #expect(try transaction.requestedRetries().isEmpty)
            }
        }
    }
}

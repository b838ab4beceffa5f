import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let deaths: [StoreCheck] = [
        StoreCheck("Deaths are counted for each unit by itself, until they are forgotten or old") { world throws in
            let (timer, held) = (WorkUnit(.timer, 7), WorkUnit(.held, 7, .max))
            world.commit(
                .death(timer, DeathCount(count: 1), at: Sample.noon),
                .death(held, DeathCount(count: 2, around: 3, phase: 1, parked: 9), at: Sample.noon + .seconds(9)),
                .death(timer, DeathCount(count: 2), at: Sample.noon))
            try world.twice { () throws in
                #expect(
                    try world.read.deaths() == [
                        timer: DeathCount(count: 2), held: DeathCount(count: 2, around: 3, phase: 1, parked: 9),
                    ])
            }
            world.commit(.pruneDeaths(before: Sample.noon + .seconds(1)))
            #expect(try world.read.deaths().keys.map(\.kind) == [.held])
            world.commit(.forgetDeath(held), .forgetDeath(timer))
            #expect(try world.read.deaths().isEmpty)
        },
        StoreCheck("Every kind of unit is told from every other") { world throws in
            let units = UnitKind.allCases.flatMap { [WorkUnit($0, 1), WorkUnit($0, 1, 1), WorkUnit($0, .max)] }
            world.commit(
                units.enumerated().map { .death($1, DeathCount(count: $0), at: Sample.noon) })
            let found = try world.read.deaths()
            #expect(found.count == units.count)
            for (number, unit) in units.enumerated() { #expect(found[unit]?.count == number) }
        },
    ]
}

import Messages
import StorePort
import Testing
import Values

extension StoreContract {
    static let timers: [StoreCheck] = [
        StoreCheck("Timers come when they are due, the most overdue first, a page at a time") { world throws in
            world.commit(
                [.definition(Sample.order), Sample.begin(50)]
                    + (0..<10).map { Sample.begin($0 + 1, wakeAt: Sample.noon + .seconds(($0 * 7) % 10)) })
            #expect(try world.read.nextTimer() == Sample.noon)
            let page = try world.read.due(Sample.noon + .seconds(4), limit: 3)
            #expect(page.map(\.at) == [0, 1, 2].map { Sample.noon + .seconds($0) })
            #expect(try world.read.due(Sample.noon + .seconds(4)).count == 5)
            // A page is worked off by giving the time to whom it names.
            var fired: [Int64] = []
            while case let page = try world.read.due(Sample.noon + .seconds(4), limit: 2), let first = page.first {
                #expect(fired.count < 5)
                if fired.count >= 5 { break }
                fired.append(first.instance.number)
                guard let instance = try world.read.instance(first.instance) else { continue }
                world.commit(Sample.advance(instance))
            }
            #expect(Set(fired).count == 5)
            try world.twice { () throws in #expect(try world.read.nextTimer() == Sample.noon + .seconds(5)) }
        },
        StoreCheck("Of those due at one moment the oldest instance comes first") { world throws in
            world.commit(
                [.definition(Sample.order)] + [3, 1, 2].map { Sample.begin($0, wakeAt: Sample.noon) })
            #expect(try world.read.due(Sample.noon).map(\.instance.number) == [1, 2, 3])
            #expect(try world.read.due(Sample.noon - .microseconds(1)).isEmpty)
        },
        StoreCheck("The ends of time are times") { world throws in
            world.commit(
                .definition(Sample.order), Sample.begin(1, wakeAt: .distantPast),
                Sample.begin(2, wakeAt: .distantFuture))
            #expect(try world.read.due(Sample.noon).map(\.at) == [.distantPast])
            #expect(try world.read.due(.distantFuture).map(\.at) == [.distantPast, .distantFuture])
        },
    ]
}

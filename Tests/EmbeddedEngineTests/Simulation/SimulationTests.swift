import Testing

@Suite("The simulation tells what SpiffWorkflow tells")
struct SimulationTests {
    @Test("The trace is the recorded one", arguments: Fixture.all)
    func trace(fixture: Fixture) throws {
        #expect(try fixture.simulate(reopening: false) == fixture.lines(of: "trace"))
    }

    @Test("An instance that is written and read back after every step behaves the same", arguments: Fixture.all)
    func reopened(fixture: Fixture) throws {
        #expect(try fixture.simulate(reopening: true) == fixture.lines(of: "trace"))
    }

    @Test("A deviation is one: SpiffWorkflow's trace is another", arguments: Fixture.deviating)
    func deviation(fixture: Fixture) throws {
        #expect(fixture.lines(of: "trace") != fixture.lines(of: "oracle"))
    }

    @Test("There are scenarios")
    func thereAreScenarios() {
        #expect(Fixture.following.count > 15)
    }
}

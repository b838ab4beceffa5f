import AMQP

/// Why a generation is over, and how its connection is left.
struct Ending: Error {
    let problem: LinkProblem
    let farewell: Farewell

    /// What fails inside breaks the link.
    static func of<Result>(_ body: () throws(LinkProblem) -> Result) throws(Ending) -> Result {
        do throws(LinkProblem) {
            return try body()
        } catch {
            throw Ending(problem: error, farewell: .drop)
        }
    }
}

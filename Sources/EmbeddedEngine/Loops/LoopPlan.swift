import Models
import Python

/// How an element runs several times.
enum LoopPlan: Sendable {
    case standard(StandardLoop)
    case multiInstance(MultiInstanceLoop)

    init(_ loop: Loop) {
        switch loop {
        case .standard(let condition, let maximum, let testBefore):
            self = .standard(StandardLoop(condition: condition, maximum: maximum, testsBefore: testBefore))
        case .multiInstance(let characteristics):
            self = .multiInstance(MultiInstanceLoop(characteristics: characteristics))
        }
    }
}

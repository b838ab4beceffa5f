package import AMQP
import Core
package import StorePort

/// How a bridge ended.
package enum BridgeEnd: Error, Sendable {
    /// As it was asked: everything that was taken is applied, and everything that was emitted is confirmed, unless the
    /// grace was over before (what is left stays in the store and on the queue).
    case stopped(isDrained: Bool)
    /// The store cannot be trusted any more; nothing has been settled since.
    case storeLost(StoreFailure)
    /// What exists at the broker contradicts the configuration.
    case refused(LinkProblem)
}

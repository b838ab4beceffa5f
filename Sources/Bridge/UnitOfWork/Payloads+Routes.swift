import Routing
import SQLiteStore
import StorePort

extension Payloads {
    /// By the expression of the route that an event came by.
    static let byRoute = Payloads { kept, source in try InboundRoutes.payload(of: kept.delivery, by: source) }
}

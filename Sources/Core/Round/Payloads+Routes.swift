import Routing
package import StorePort

extension Payloads {
    /// By the expression of the route that an event came by.
    package static let byRoute = Payloads { kept, source in try InboundRoutes.payload(of: kept.delivery, by: source) }
}

import Messages
import StorePort
import Values

/// Which processes a thing belongs to that is parked, so that it is found by them.
extension Round {
    /// Of an instance its own, which the store knows; of an event that of the instance it names or came from, else all that
    /// it could concern.
    func processes(of content: ParkedContent) throws -> [String] {
        switch content {
        case .event(let incoming):
            return try processes(
                of: incoming.event, addressee: incoming.addressee, thrown: incoming.thrown)
        case .delivery(let kept):
            guard let translated = try? routes.inbound.translate(kept.delivery, by: host) else { return [] }
            let addressee = translated.instance.map { InstanceID($0) }
            return try processes(of: translated.event, addressee: addressee, thrown: nil)
        case .instance, .publication: return []
        }
    }

    private func processes(
        of event: Event, addressee: InstanceID?, thrown: Thrown?
    ) throws -> [String] {
        if let id = TaskID(answeredBy: event)?.instance ?? addressee, let instance = try set.instance(id) {
            return [instance.process]
        }
        var processes = catalog.concerned(by: EventKey(event)).map { catalog.process(of: $0) }
        if let thrower = thrown?.process { processes.append(thrower) }
        return Array(TextSet(processes)).sorted()
    }
}

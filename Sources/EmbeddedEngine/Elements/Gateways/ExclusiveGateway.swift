import EnginePort

/// An exclusive gateway: the first flow whose condition holds, else the default.
struct ExclusiveGateway: ElementBehaviour {
    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice {
        let node = instance.node(of: token)
        for (position, flow) in node.outgoing.enumerated() where !flow.isDefault {
            guard let condition = flow.condition else {
                // The reader lets only an only flow have no condition.
                return .one(position)
            }
            if try instance.holds(condition, at: token) { return .one(position) }
        }
        guard let standard = node.outgoing.firstIndex(where: \.isDefault) else {
            throw EngineFailure(
                kind: .model, element: node.id,
                message: "no condition of its outgoing flows holds, and none of them is the default")
        }
        return .one(standard)
    }
}

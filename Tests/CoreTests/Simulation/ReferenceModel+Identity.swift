import Messages
import SQLiteStore
import StorePort
import Values

/// What is known of the messages that came (promise 2): another event under one id is another message, another content
/// under one identity is in conflict, and only an effect makes an identity known.
extension ReferenceModel {
    struct Known: Hashable {
        var content: String
        var outcome: Outcome

        init(_ content: String, _ outcome: Outcome) {
            self.content = content
            self.outcome = outcome
        }
    }

    /// It was taken, and the same again is a duplicate.
    func knows(_ message: SimulatedMessage) -> Bool {
        message.id != nil
            && (inbox[message.identity] ?? []).contains { $0.content == message.content && $0.outcome.isEffect }
    }

    /// It came, and may come again.
    func hasTried(_ message: SimulatedMessage) -> Bool {
        guard message.id != nil, !knows(message) else { return false }
        let known = inbox[message.identity] ?? []
        return !known.contains { $0.outcome.isEffect } && known.contains { $0.content == message.content }
    }

    mutating func remember(_ message: SimulatedMessage, _ outcome: Outcome, byPerson: Bool = false) {
        if message.id == nil { return }
        let kept = outcome == .discarded && !byPerson ? Outcome.expired : outcome
        inbox[message.identity, default: []].removeAll { $0.content == message.content }
        inbox[message.identity, default: []].append(Known(message.content, kept))
    }

    /// Whether only a person can say which body of a message is right.
    func needsChoice(_ one: Parked) -> Bool {
        guard let message = one.message, message.id != nil else { return false }
        if parked.contains(where: { isOtherBody($0, of: message) }) { return true }
        return (inbox[message.identity] ?? []).contains {
            $0.content != message.content && [.delivered, .started, .held].contains($0.outcome)
        }
    }

    func isOtherBody(_ other: Parked, of message: SimulatedMessage) -> Bool {
        guard let that = other.message else { return false }
        return message.id != nil && that.identity == message.identity && that.content != message.content
    }
}

extension ReferenceModel.Parked {
    /// The message it came with.
    var message: SimulatedMessage? {
        switch content {
        case .message(let message): message
        case .occurrence(let occurrence): occurrence.origin
        case .instance: nil
        }
    }
}

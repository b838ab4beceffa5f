/// What the traits of a queue mean for what the bridge promises.
extension QueueTraits {
    /// A delivery limit that a few unclean ends reach; nil for none, or none that is known.
    package var tightDeliveryLimit: Int? {
        guard type == "quorum", let limit = number("x-delivery-limit") else { return nil }
        return limit < Self.safeDeliveryLimit ? limit : nil
    }

    /// An unclean end costs each message that was under way one delivery, and a message that ends the bridge five.
    private static let safeDeliveryLimit = 20

    /// A queue that cannot be consumed without skipping messages.
    package func refusal(of queue: String) -> String? {
        guard type == "stream" else { return nil }
        return
            "the queue \(queue) is a stream. The bridge keeps no place in a stream: it would skip what was sent while it "
            + "was away or had not acknowledged. Let it consume a quorum or classic queue; one that is bound to the same "
            + "exchange gets the same messages"
    }

    /// In words, what of the messages of this queue can be lost.
    /// - Parameter losesDeadLetters: whether its dead letters have nowhere to go.
    package func losses(losesDeadLetters: Bool) -> [String] {
        let fate = text("x-dead-letter-exchange") == nil || losesDeadLetters ? "dropped" : "dead-lettered"
        var losses: [String] = []
        if !isDurable { losses.append("it is not durable: a restart of the broker deletes it with all its messages") }
        if isAutoDelete {
            losses.append(
                "it is auto-delete: when its last consumer goes, as at a stop of this bridge, it is deleted with "
                    + "all its messages")
        }
        if type == "stream" { losses.append("it is a stream: the broker deletes what is too old, or too much") }
        if let expires = number("x-expires") {
            losses.append(
                "it is deleted with all its messages when nobody consumes from it for \(expires) ms (x-expires)")
        }
        if let ttl = number("x-message-ttl") {
            losses.append(
                "a message that waits for \(ttl) ms (x-message-ttl), as while this bridge is stopped, is \(fate)")
        }
        if text("x-overflow")?.hasPrefix("reject-publish") != true {
            for name in ["x-max-length", "x-max-length-bytes"] {
                guard let most = number(name) else { continue }
                losses.append(
                    "when it holds more than \(most) \(name.hasSuffix("bytes") ? "bytes" : "messages") (\(name)), "
                        + "the oldest is \(fate); with x-overflow reject-publish the sender would be told instead")
            }
        }
        if let limit = tightDeliveryLimit {
            losses.append(
                "a message that was delivered more than \(limit) times (x-delivery-limit) is \(fate), and each "
                    + "unclean end of this bridge counts as a delivery of everything that was under way (up to "
                    + "broker.prefetch): after \(limit + 1) of them good messages go. Let it be \(Self.safeDeliveryLimit) or "
                    + "more")
        }
        return losses
    }
}

import CRabbitMQ

/// What a declaration came to.
enum Declared: Hashable {
    case done
    /// It does not exist.
    case missing
    /// It exists and differs, in the broker's words.
    case different(String)
    case forbidden(String)
    /// Another connection has it for itself.
    case locked(String)
}

/// The calls of setting up, each answered before the next. The channel is open again after a refusal.
extension Connection {
    func declareExchange(_ exchange: ExchangeDeclaration, passive: Bool = false) throws(LinkProblem) -> Declared {
        forgetNames()
        let (name, type) = (try name(exchange.name), try self.name(exchange.type))
        amqp_exchange_declare(state, Self.channel, name, type, passive ? 1 : 0, 1, 0, 0, amqp_empty_table)
        return try declared("declaring the exchange \(exchange.name)")
    }

    /// Looks, without declaring anything.
    func lookUpQueue(_ queue: String) throws(LinkProblem) -> Declared {
        forgetNames()
        amqp_queue_declare(state, Self.channel, try name(queue), 1, 1, 0, 0, amqp_empty_table)
        return try declared("looking up the queue \(queue)")
    }

    /// How many consumers take from a queue that exists.
    func countConsumers(of queue: String) throws(LinkProblem) -> Int {
        forgetNames()
        // The answer lies in memory of the connection's, until its next call.
        let answer = amqp_queue_declare(state, Self.channel, try name(queue), 1, 1, 0, 0, amqp_empty_table)
        let count = Int(answer?.pointee.consumer_count ?? 0)
        return try declared("looking up the queue \(queue)") == .done ? count : 0
    }

    /// Says that a queue which exists is like this. Only where it is does that change nothing.
    func declareQueue(_ name: String, as traits: QueueTraits) throws(LinkProblem) -> Declared {
        forgetNames()
        amqp_queue_declare(
            state, Self.channel, try self.name(name), 0, traits.isDurable ? 1 : 0, 0, traits.isAutoDelete ? 1 : 0,
            try table(traits.arguments))
        return try declared("declaring the queue \(name)")
    }

    func declareQueue(_ queue: QueueDeclaration) throws(LinkProblem) -> Declared {
        forgetNames()
        let name = try name(queue.name)
        let temporary: Int32 = queue.isTemporary ? 1 : 0
        amqp_queue_declare(
            state, Self.channel, name, 0, 1 - temporary, temporary, temporary, try table(queue.arguments))
        return try declared("declaring the queue \(queue.name)")
    }

    func bind(_ binding: Binding) throws(LinkProblem) -> Declared {
        forgetNames()
        let (queue, exchange) = (try name(binding.queue), try name(binding.exchange))
        amqp_queue_bind(state, Self.channel, queue, exchange, try name(binding.key), amqp_empty_table)
        return try declared("binding the queue \(binding.queue) to the exchange \(binding.exchange)")
    }

    /// The broker's major version, if it tells.
    var majorVersion: Int? {
        guard let properties = amqp_get_server_properties(state)?.pointee else { return nil }
        let entries = UnsafeBufferPointer(start: properties.entries, count: Int(max(0, properties.num_entries)))
        let version = entries.first { $0.key.readableText == "version" }?.value
        guard let version, version.kind == UInt8(AMQP_FIELD_KIND_UTF8.rawValue) else { return nil }
        return Int(version.value.bytes.readableText.prefix { $0 != "." })
    }

    /// How many unacknowledged deliveries the broker sends each consumer.
    func setPrefetch(_ count: Int) throws(LinkProblem) {
        amqp_basic_qos(state, Self.channel, 0, UInt16(clamping: count), 0)
        try answered("setting the prefetch")
    }

    func selectConfirms() throws(LinkProblem) {
        amqp_confirm_select(state, Self.channel)
        try answered("asking for confirms")
    }

    private func answered(_ doing: String) throws(LinkProblem) {
        do throws(CallFailure) {
            try CallFailure.check(amqp_get_rpc_reply(state), of: state)
        } catch {
            throw LinkProblem(error, doing: doing)
        }
    }

    private func declared(_ doing: String) throws(LinkProblem) -> Declared {
        do throws(CallFailure) {
            try CallFailure.check(amqp_get_rpc_reply(state), of: state)
            return .done
        } catch .channelClosed(let code, let text) {
            switch code {
            case 404:
                try reopenChannel()
                return .missing
            case 405:
                try reopenChannel()
                return .locked(text)
            case 406:
                // From RabbitMQ 4.0 on an exchange type that it does not know closes only the channel.
                if text.contains("exchange type") && !text.contains("inequivalent arg") {
                    throw LinkProblem(.topologyRefused, "\(doing): 406 \(text)")
                }
                try reopenChannel()
                return .different(text)
            case 403:
                try reopenChannel()
                return .forbidden(text)
            default: throw LinkProblem(.channelClosed(code: code, text: text), doing: doing)
            }
        } catch .connectionClosed(503, let text) {
            // COMMAND_INVALID: an exchange type that RabbitMQ 3 does not know.
            throw LinkProblem(.topologyRefused, "\(doing): 503 \(text)")
        } catch {
            throw LinkProblem(error, doing: doing)
        }
    }

    private func reopenChannel() throws(LinkProblem) {
        var ok = amqp_channel_close_ok_t()
        try check(amqp_send_method(state, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok), "closing a channel")
        releaseFrames()
        try openChannel(state)
    }
}

import CRabbitMQ
import Messages
import Threads
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One connection to the broker with one channel, logged in and open. Belongs to the thread that opened it.
///
/// Every failure ends its use: there is no way back from a channel that was closed but a new connection. That a write
/// succeeded means only that the kernel took it.
final class Connection {
    static let channel: amqp_channel_t = 1
    static let frameSize = 131_072

    let state: amqp_connection_state_t
    /// How it came about: another one like it is made in the same way.
    let call: Call
    private let watchdog: Watchdog
    private let heartbeat: Duration
    private let bodyLimit: Int
    private let arena = Arena()
    private var writer: PropertyWriter
    private var reader: FrameReader
    private let journal: (any LinkJournal)?

    /// Connects, logs in and opens the channel; blocks for as long as the settings' limits allow.
    init(_ call: Call, _ settings: LinkSettings, _ watchdog: Watchdog) throws(LinkProblem) {
        guard let state = amqp_new_connection() else {
            throw LinkProblem(.unreachable, "there is no memory left for a connection")
        }
        self.state = state
        self.call = call
        self.watchdog = watchdog
        heartbeat = settings.heartbeat
        journal = settings.journal
        reader = FrameReader(settings.journal)
        bodyLimit = settings.bodyLimit
        writer = PropertyWriter(arena: arena, frameSize: Self.frameSize)
        var opening = ConnectionOpening(state: state, call: call, settings: settings, writer: writer)
        try opening.run()
        writer = PropertyWriter(arena: arena, frameSize: Int(amqp_get_frame_max(state)))
        watchdog.watch(socket)
    }

    deinit {
        watchdog.release()
        amqp_destroy_connection(state)
    }

    var address: BrokerAddress { call.address }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// How long the thread may stay away: the library serves heartbeats only when it is called.
    var longestSleep: Duration {
        let agreed = amqp_get_heartbeat(state)
        return (agreed > 0 ? .seconds(agreed) : heartbeat) / 2
    }

    /// The next frame that is there, nil if none is. Never waits.
    func nextFrame() throws(LinkProblem) -> Frame? {
        while true {
            var frame = amqp_frame_t()
            var now = timeval()
            let status = amqp_simple_wait_frame_noblock(state, &frame, &now)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status, "reading")
            if let read = reader.read(frame) { return read }
        }
    }

    /// Lets the library use the memory of the frames again that were read; everything was copied out of it.
    func releaseFrames() { amqp_maybe_release_buffers(state) }

    /// Whether the system has room for a good deal more to send.
    var isWritable: Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&watched, 1, 0) > 0
    }

    /// Cuts the link if what is written inside takes longer than three heartbeats.
    func writing(_ write: () throws(LinkProblem) -> Void) throws(LinkProblem) {
        try watchdog.guarding(heartbeat * 3, write)
    }

    /// Publishes, mandatory. Whoever calls has read every frame that was there and is inside `writing`.
    func publish(_ publication: Publication) throws(LinkProblem) -> Unpublishable? {
        arena.recycle()
        if publication.body.count > bodyLimit {
            return Unpublishable(reason: "the body has \(publication.body.count) bytes, more than the \(bodyLimit)")
        }
        journal?.publishes(publication)
        defer { journal?.ended() }
        let status: Int32
        do throws(Unpublishable) {
            var properties = try writer.properties(of: publication)
            let exchange = try writer.short(publication.exchange, "exchange's name")
            let key = try writer.short(publication.routingKey, "routing key")
            status = publication.body.withUnsafeBytes { body in
                amqp_basic_publish(
                    state, Self.channel, exchange, key, 1, 0, &properties,
                    amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
            }
        } catch {
            return error
        }
        try check(status, "publishing")
        return nil
    }

    /// Acknowledges. Whoever calls is inside `writing`.
    func acknowledge(_ acknowledgement: Acknowledgement) throws(LinkProblem) {
        let status = amqp_basic_ack(
            state, Self.channel, acknowledgement.tag, acknowledgement.multiple ? 1 : 0)
        try check(status, "acknowledging")
    }

    /// Asks to consume; the answer is a frame. Whoever calls is inside `writing`.
    func consume(queue: String, consumer: String) throws(LinkProblem) {
        arena.recycle()
        var method = amqp_basic_consume_t()
        method.queue = try name(queue)
        method.consumer_tag = try name(consumer)
        method.arguments = amqp_empty_table
        try check(amqp_send_method(state, Self.channel, AMQP_BASIC_CONSUME_METHOD, &method), "consuming")
    }

    /// Asks to end a consumer; the answer is a frame. Whoever calls is inside `writing`.
    func cancel(consumer: String) throws(LinkProblem) {
        arena.recycle()
        var method = amqp_basic_cancel_t()
        method.consumer_tag = try name(consumer)
        try check(amqp_send_method(state, Self.channel, AMQP_BASIC_CANCEL_METHOD, &method), "cancelling a consumer")
    }

    /// Asks for another prefetch of the consumers that begin after it; the answer is a frame. Inside `writing`.
    func changePrefetch(_ count: Int) throws(LinkProblem) {
        var method = amqp_basic_qos_t()
        method.prefetch_count = UInt16(clamping: count)
        try check(amqp_send_method(state, Self.channel, AMQP_BASIC_QOS_METHOD, &method), "setting the prefetch")
    }

    /// Says that we live, where the library does not because it is not asked to read. Inside `writing`, as all writing.
    func sendHeartbeat() throws(LinkProblem) {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try check(amqp_send_frame(state, &frame), "sending a heartbeat")
    }

    /// Leaves as the farewell says. The object is of no use afterwards.
    func leave(_ farewell: Farewell) {
        switch farewell {
        case .drop: break
        case .answerClose:
            var ok = amqp_connection_close_ok_t()
            try? writing { () throws(LinkProblem) in
                amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
            }
        case .close:
            try? writing { () throws(LinkProblem) in
                _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
            }
        }
    }

    /// A name for the library to point at, gone with the next use of the arena.
    func name(_ text: String) throws(LinkProblem) -> amqp_bytes_t {
        guard text.utf8.count <= 255, let bytes = arena.bytes(text) else {
            throw LinkProblem(.topologyRefused, "the name \(text.prefix(40))… is longer than AMQP's 255 bytes")
        }
        return bytes
    }

    /// A table for the library to point at, gone with the next use of the arena.
    func table(_ entries: TextTable<Value>) throws(LinkProblem) -> amqp_table_t {
        do throws(Unpublishable) {
            return try writer.table(entries)
        } catch {
            throw LinkProblem(.topologyRefused, error.reason)
        }
    }

    /// Forgets the names handed out.
    func forgetNames() { arena.recycle() }

    func check(_ status: Int32, _ doing: String) throws(LinkProblem) {
        if status == AMQP_STATUS_OK.rawValue { return }
        if watchdog.hasExpired {
            throw LinkProblem(.writeStuck, "the broker took nothing from us for three heartbeats")
        }
        throw LinkProblem(.status(status), doing: doing)
    }
}

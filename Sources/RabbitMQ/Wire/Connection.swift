import CRabbitMQ
import DequeModule
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
    let answerTimeout: Duration
    let bodyLimit: Int
    private let arena = Arena()
    var writer: PropertyWriter
    let journal: (any LinkJournal)?
    /// What lies under the library.
    let stream: ByteStream
    /// In seconds.
    let agreedHeartbeat: Int32
    var reader: FrameReader
    let input: FrameBuffer
    var pulse: Pulse
    /// Whether reading is ours, not the library's.
    var isReading = false
    /// What the library had read by then.
    var early = Deque<Frame>()

    /// Connects, logs in and opens the channel; blocks for as long as the settings' limits allow.
    init(_ call: Call, _ settings: LinkSettings, _ watchdog: Watchdog) throws(LinkProblem) {
        guard let state = amqp_new_connection() else {
            throw LinkProblem(.unreachable, "there is no memory left for a connection")
        }
        self.state = state
        self.call = call
        self.watchdog = watchdog
        heartbeat = settings.heartbeat
        answerTimeout = settings.answerTimeout
        journal = settings.journal
        reader = FrameReader(settings.journal)
        bodyLimit = settings.bodyLimit
        writer = PropertyWriter(arena: arena, frameSize: Self.frameSize)
        var opening = ConnectionOpening(state: state, call: call, settings: settings, writer: writer)
        do throws(LinkProblem) {
            stream = try opening.run()
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        let frameSize = Int(amqp_get_frame_max(state))
        writer = PropertyWriter(arena: arena, frameSize: frameSize)
        input = FrameBuffer(frameSize: frameSize)
        agreedHeartbeat = amqp_get_heartbeat(state)
        pulse = Pulse(.seconds(agreedHeartbeat), .now)
        watchdog.watch(socket)
    }

    deinit {
        watchdog.release()
        amqp_destroy_connection(state)
    }

    var address: BrokerAddress { call.address }

    var socket: Int32 { stream.descriptor }

    /// How long the thread may stay away: heartbeats are served only when frames are asked for.
    var longestSleep: Duration { (agreedHeartbeat > 0 ? .seconds(agreedHeartbeat) : heartbeat) / 2 }

    /// Whether the system has room for a good deal more to send.
    var isWritable: Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&watched, 1, 0) > 0
    }

    /// Cuts the link if what is written inside takes longer than three heartbeats.
    func writing(_ write: () throws(LinkProblem) -> Void) throws(LinkProblem) {
        try watchdog.guarding(heartbeat * 3, write)
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
                try closeInOrder()
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

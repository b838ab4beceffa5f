import CRabbitMQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reading frames, which is ours from the end of the set-up on: the library decodes whatever it reads.
extension Connection {
    /// Takes over from the library, before anything was asked for that brings messages. It must not read any more: no call
    /// that waits for its answer may follow.
    func beginReading() throws(LinkProblem) {
        let deadline = ContinuousClock.now + answerTimeout
        // What it has read, or begun to read, is still its own.
        while amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0 || amqp_release_buffers_ok(state) == 0
        {
            var frame = amqp_frame_t()
            var now = timeval()
            let status = amqp_simple_wait_frame_noblock(state, &frame, &now)
            if status == AMQP_STATUS_TIMEOUT.rawValue && ContinuousClock.now < deadline {
                stream.wait(for: POLLIN, limit: 100)
                continue
            }
            try check(status, "reading")
            if let read = reader.read(frame) { early.append(read) }
        }
        // To it, there are no heartbeats from here on: it would read for them before it writes.
        let status = amqp_tune_connection(state, amqp_get_channel_max(state), amqp_get_frame_max(state), 0)
        try check(status, "taking over")
        isReading = true
        pulse = Pulse(.seconds(agreedHeartbeat), .now)
    }

    /// The next frame that is there, nil if none is. Never waits.
    func nextFrame() throws(LinkProblem) -> Frame? {
        if let frame = early.popFirst() { return frame }
        while true {
            while let raw = try input.next() {
                if let frame = try reader.read(raw) { return frame }
            }
            if try !receive() { return nil }
        }
    }

    /// Lets the memory be used again of what was read; everything was copied out of it.
    func releaseFrames() {
        if isReading { reader.release() } else { amqp_maybe_release_buffers(state) }
    }

    private func receive() throws(LinkProblem) -> Bool {
        switch stream.read(into: input.room()) {
        case .bytes(let count):
            input.filled(count)
            pulse.heard(.now)
            return true
        case .nothing:
            let now = ContinuousClock.now
            if pulse.isSilent(now) { try check(AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue, "reading") }
            try keepAlive(now)
        case .failed(let status): try check(status, "reading")
        }
        return false
    }

    /// Says that we live if it is time to.
    func keepAlive(_ now: ContinuousClock.Instant = .now) throws(LinkProblem) {
        guard pulse.isDue(now) else { return }
        try writing { () throws(LinkProblem) in
            var frame = amqp_frame_t()
            frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
            try check(amqp_send_frame(state, &frame), "sending a heartbeat")
        }
    }

    /// Closes, and waits for the answer, so that what was sent before has arrived. Inside `writing`.
    func closeInOrder() throws(LinkProblem) {
        if !isReading {
            _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
            return
        }
        var close = amqp_connection_close_t()
        close.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        try check(amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_METHOD, &close), "closing")
        let deadline = ContinuousClock.now + answerTimeout
        while ContinuousClock.now < deadline {
            while let frame = try input.next() { if frame.endsConnection { return } }
            switch stream.read(into: input.room()) {
            case .bytes(let count): input.filled(count)
            case .nothing: stream.wait(for: POLLIN, limit: 100)
            case .failed: return
            }
        }
    }
}

extension RawFrame {
    /// Whether the broker agrees to the end, or wants it itself.
    fileprivate var endsConnection: Bool {
        let ends = [AMQP_CONNECTION_CLOSE_METHOD, AMQP_CONNECTION_CLOSE_OK_METHOD]
        return type == AMQP_FRAME_METHOD && method.map(ends.contains) ?? false
    }
}

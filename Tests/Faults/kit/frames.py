"""AMQP 0-9-1 frames on the wire: where one ends, and what it is called."""
import struct

METHODS = {
    (10, 10): "connection.start", (10, 11): "connection.start-ok", (10, 30): "connection.tune",
    (10, 31): "connection.tune-ok", (10, 40): "connection.open", (10, 41): "connection.open-ok",
    (10, 50): "connection.close", (10, 51): "connection.close-ok", (10, 60): "connection.blocked",
    (10, 61): "connection.unblocked", (20, 10): "channel.open", (20, 11): "channel.open-ok", (20, 40): "channel.close",
    (20, 41): "channel.close-ok", (40, 10): "exchange.declare", (40, 11): "exchange.declare-ok",
    (50, 10): "queue.declare", (50, 11): "queue.declare-ok", (50, 20): "queue.bind", (50, 21): "queue.bind-ok",
    (60, 10): "basic.qos", (60, 11): "basic.qos-ok", (60, 20): "basic.consume", (60, 21): "basic.consume-ok",
    (60, 30): "basic.cancel", (60, 31): "basic.cancel-ok", (60, 40): "basic.publish", (60, 50): "basic.return",
    (60, 60): "basic.deliver", (60, 80): "basic.ack", (60, 120): "basic.nack", (85, 10): "confirm.select",
    (85, 11): "confirm.select-ok",
}
KINDS = {2: "header", 3: "body", 8: "heartbeat"}


class Frames:
    """Cuts a stream into frames; the eight bytes of the protocol header are the client's first."""

    def __init__(self, begins_with_header):
        self.buffer, self.header_left = b"", begins_with_header

    def add(self, data):
        """The (name, bytes) of everything that is whole."""
        self.buffer += data
        while True:
            if self.header_left:
                if len(self.buffer) < 8:
                    return
                self.header_left = False
                yield self.take(8, "protocol header")
                continue
            if len(self.buffer) < 7:
                return
            kind, _, size = struct.unpack(">BHI", self.buffer[:7])
            if len(self.buffer) < size + 8:
                return
            yield self.take(size + 8, self.name(kind))

    def name(self, kind):
        if kind == 1:
            return METHODS.get(struct.unpack(">HH", self.buffer[7:11]), "unknown method")
        return KINDS.get(kind, "unknown frame")

    def take(self, size, name):
        frame, self.buffer = self.buffer[:size], self.buffer[size:]
        return name, frame


def delivery(frame):
    """Whether a frame of the method basic.deliver says that the message is redelivered."""
    tag = frame[11]
    return bool(frame[12 + tag + 8])


def message_id(frame):
    """The property of that name in a header frame; None without one."""
    payload = frame[7:-1]
    flags, = struct.unpack(">H", payload[12:14])
    place = 14
    for bit in range(15, 7, -1):  # content type, encoding, headers, mode, priority, correlation id, reply to, expiration
        if not flags & 1 << bit:
            continue
        if bit == 13:
            place += 4 + struct.unpack(">I", payload[place:place + 4])[0]
        else:
            place += 1 if bit in (11, 12) else 1 + payload[place]
    if not flags & 1 << 7:
        return None
    return payload[place + 1:place + 1 + payload[place]].decode()

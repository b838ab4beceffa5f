"""Property lists of AMQP as bytes, with values of every type: pika knows less than there is."""
import struct

import pika

FLAGS = {name: 1 << bit for bit, name in zip(range(15, 1, -1), [
    "content_type", "content_encoding", "headers", "delivery_mode", "priority", "correlation_id", "reply_to", "expiration",
    "message_id", "timestamp", "type", "user_id", "app_id", "cluster_id"])}
SIZES = {"t": 1, "b": 1, "B": 1, "s": 2, "u": 2, "I": 4, "i": 4, "f": 4, "l": 8, "L": 8, "d": 8, "T": 8, "D": 5, "V": 0}


class Raw(pika.BasicProperties):
    """Properties that are sent as these bytes."""

    def __init__(self, encoded):
        super().__init__()
        self.encoded = encoded

    def encode(self):
        return [self.encoded]


def kept(self, encoded, offset=0):
    """In place of pika's decoding, which knows less than there is: the bytes."""
    self.encoded = bytes(encoded[offset:])
    return self


pika.BasicProperties.decode = kept


def short(text):
    return bytes([len(text)]) + text


def long(content):
    return struct.pack(">I", len(content)) + content


def header(name, kind, content=b""):
    return short(name), kind.encode() + content


def encode(properties, headers):
    """A property list: encoded properties by name, and headers as pairs of bytes."""
    every = dict(properties)
    if headers is not None:
        every["headers"] = long(b"".join(name + field for name, field in headers))
    flags = sum(FLAGS[name] for name in every)
    return struct.pack(">H", flags) + b"".join(every[name] for name in FLAGS if name in every)


def decode(encoded):
    """The other way round."""
    flags, at = struct.unpack(">H", encoded[:2])[0], 2
    properties, headers = {}, []
    for name, flag in FLAGS.items():
        if not flags & flag:
            continue
        size = {"delivery_mode": 1, "priority": 1, "timestamp": 8}.get(name)
        if name == "headers":
            size = 4 + struct.unpack(">I", encoded[at:at + 4])[0]
            headers = list(entries(encoded[at + 4:at + size]))
        else:
            size = size or 1 + encoded[at]
            properties[name] = encoded[at:at + size]
        at += size
    assert at == len(encoded), (at, len(encoded))
    return properties, headers


def entries(table):
    at = 0
    while at < len(table):
        name = table[at:at + 1 + table[at]]
        at += len(name)
        kind = chr(table[at])
        size = SIZES[kind] if kind in SIZES else 4 + struct.unpack(">I", table[at + 1:at + 5])[0]
        yield name, table[at:at + 1 + size]
        at += 1 + size


def every_header():
    for kind, size in SIZES.items():
        yield header(b"low-" + kind.encode(), kind, bytes(size))
        # Not a NaN, on which this broker fails, and not a boolean of 255.
        yield header(b"high-" + kind.encode(), kind, (b"\x01" if kind == "t" else b"\xc0" + b"\xf1" * 7)[:size])
    for kind in "Sx":
        yield header(b"text-" + kind.encode(), kind, long("häuser\n\x1b[31m".encode()))
        yield header(b"bytes-" + kind.encode(), kind, long(b"\xff\x00\xfe"))
        yield header(b"none-" + kind.encode(), kind, long(b""))
    yield header(b"table", "F", long(b""))
    yield header(b"array", "A", long(b""))
    deep = b""
    for _ in range(20):
        deep = short(b"in") + b"F" + long(deep)
    yield header(b"deep", "F", long(deep))
    yield header(b"mixed", "A", long(b"V" + b"D\x02\xff\xff\xff\x85" + b"A" + long(b"t\x01")))
    yield header(b"twice", "I", b"\0\0\0\1")
    yield header(b"twice", "S", long(b"x"))
    yield header(b"\xff\xfe", "V")
    yield header(b"", "V")


PROPERTIES = {
    "content_type": short(b"application/json"), "content_encoding": short(b""), "delivery_mode": b"\x02",
    "priority": b"\xc8", "correlation_id": short(b"\x9f\x8e"), "reply_to": short("ü".encode()),
    "message_id": short(b"\xff\x00"), "timestamp": b"\xff" * 8, "type": short(b"go"), "app_id": short(b"\xff"),
}

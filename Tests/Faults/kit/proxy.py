"""A TCP proxy before the broker that understands AMQP frames, and does harm at an exact one."""
import asyncio
import dataclasses
import socket
import struct
import threading
import urllib.parse

from frames import Frames, delivery, message_id

TO, FROM = "to the broker", "from the broker"


@dataclasses.dataclass
class Harm:
    """What happens to the frame that is number `frame` (the first is 0) in a direction, on the connection of a role.

    reset: the connection breaks there, after so many bytes of that frame; close: the same with FIN;
    drop: nothing passes any more in that direction; swallow: that frame alone is lost; freeze: nothing passes either way.
    """
    kind: str
    direction: str
    frame: int
    role: str
    partial: int = 0
    name: str = None  # only frames of this name are counted
    struck: str = None  # the name of the frame it struck, once it has


class Connection:
    def __init__(self, proxy):
        self.proxy, self.role, self.counts = proxy, None, {TO: 0, FROM: 0}
        self.writers, self.dropped, self.frozen, self.redelivered = {}, set(), False, None

    def harm(self, direction, name):
        harm = self.proxy.harm
        fits = harm and not harm.struck and harm.direction == direction and self.role in (None, harm.role)
        if not fits or harm.name not in (None, name):
            return None
        count, self.counts[direction] = self.counts[direction], self.counts[direction] + 1
        if count != harm.frame:
            return None
        harm.struck = name
        return harm

    async def pump(self, direction, reader, writer):
        frames = Frames(begins_with_header=direction == TO)
        try:
            while data := await reader.read(65536):
                for name, frame in frames.add(data):
                    if name == "connection.start-ok":
                        # A link that only declares something again has no role.
                        roles = {b"bpmn-bridge consume": "consume", b"bpmn-bridge publish": "publish"}
                        self.role = next((role for name, role in roles.items() if name in frame and b", declaring" not in frame), "other")
                    if not await self.forward(direction, name, frame, writer):
                        return
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.close()

    def listen(self, name, frame):
        """Tells whoever wants to know what is delivered to a consumer: one channel a connection."""
        if name == "basic.deliver":
            self.redelivered = delivery(frame)
        elif name == "header" and self.redelivered is not None:
            self.proxy.on_delivery(message_id(frame), self.redelivered)
            self.redelivered = None

    async def forward(self, direction, name, frame, writer):
        """Whether the connection goes on."""
        if direction == FROM and self.proxy.on_delivery:
            self.listen(name, frame)
        harm = self.harm(direction, name)
        if harm and harm.kind in ("reset", "close"):
            writer.write(frame[:harm.partial])
            self.close(reset=harm.kind == "reset")
            return False
        if harm and harm.kind == "drop":
            self.dropped.add(direction)
        if harm and harm.kind == "freeze":
            self.frozen = True
        while self.frozen or self.proxy.frozen:
            await asyncio.sleep(0.02)
        if direction in self.dropped or harm:
            return True
        if not self.proxy.slowness:
            writer.write(frame)
        else:
            for byte in frame:
                writer.write(bytes([byte]))
                await asyncio.sleep(self.proxy.slowness)
        await writer.drain()
        return True

    def close(self, reset=False):
        for writer in self.writers.values():
            if reset:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.close() if not reset else writer.transport.abort()
        self.proxy.connections.discard(self)


class Proxy(threading.Thread):
    """Listens on a port of its own from the beginning; `url` leads through it.

    `on_delivery` is called with the id of each message that is delivered, and whether it is redelivered. With `follows` it
    refuses connections, as its target does, until the target takes some again.
    """

    def __init__(self, url, on_delivery=None, follows=False):
        super().__init__(daemon=True)
        parts = urllib.parse.urlsplit(url)
        self.target = parts.hostname, parts.port or 5672
        self.harm, self.frozen, self.slowness, self.connections, self.accepted = None, False, 0, set(), 0
        self.on_delivery, self.follows, self.port = on_delivery, follows, 0
        self.loop, self.listening = asyncio.new_event_loop(), threading.Event()
        self.start()
        self.listening.wait(10)
        self.url = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{self.port}").geturl()

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.open())
        self.listening.set()
        self.loop.run_forever()

    async def open(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def follow(self):
        """Takes no connections, as its target, until the target does."""
        if await self.reached() or not self.server.is_serving():
            return
        self.server.close()
        # Nobody is told when a port begins to be listened on: it can only be tried.
        while not await self.reached():
            await asyncio.sleep(0.05)
        await self.open()

    async def reached(self):
        try:
            _, writer = await asyncio.open_connection(*self.target)
            writer.transport.abort()
            return True
        except OSError:
            return False

    async def serve(self, reader, writer):
        self.accepted += 1
        connection = Connection(self)
        connection.writers[FROM] = writer
        self.connections.add(connection)
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            connection.close(reset=True)
        else:
            connection.writers[TO] = far_writer
            await asyncio.gather(
                connection.pump(TO, reader, far_writer), connection.pump(FROM, far_reader, writer))
        if self.follows:
            await self.follow()

    def cut(self, role=None):
        """Resets what is connected now."""
        def close():
            for connection in list(self.connections):
                if role in (None, connection.role):
                    connection.close(reset=True)
        self.loop.call_soon_threadsafe(close)

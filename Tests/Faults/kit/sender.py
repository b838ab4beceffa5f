"""A customer who sends with confirms, and sends again with the same id until the broker has taken it."""
import collections
import dataclasses
import json
import threading

import pika


@dataclasses.dataclass(frozen=True)
class Message:
    identity: str
    type: str
    key: str
    body: dict


class Sender(threading.Thread):
    """One connection after another; at most `window` messages are unconfirmed, at most `rate` are sent in a second."""

    TURN = 0.02

    def __init__(self, url, exchange, journal, window=200, rate=None):
        super().__init__(daemon=True)
        self.parameters, self.exchange, self.journal = pika.URLParameters(url), exchange, journal
        self.parameters.socket_timeout = self.parameters.stack_timeout = 5
        self.parameters.heartbeat = 10
        self.window, self.rate, self.allowance = window, rate, 0.0
        self.lock, self.waiting, self.confirmed = threading.Lock(), collections.deque(), 0
        self.connections, self.connection, self.channel, self.unconfirmed = 0, None, None, {}
        self.ended, self.paused = threading.Event(), threading.Event()

    def send(self, messages):
        with self.lock:
            self.waiting.extend(messages)

    @property
    def left(self):
        """How many messages the broker has not confirmed."""
        with self.lock:
            return len(self.waiting) + len(self.unconfirmed)

    def end(self):
        self.ended.set()
        self.join(20)

    def run(self):
        while not self.ended.is_set():
            self.unconfirmed, self.number = {}, 0
            self.connections += 1
            self.connection = pika.SelectConnection(
                self.parameters, on_open_callback=self.opened,
                on_open_error_callback=lambda connection, _: connection.ioloop.stop(),
                on_close_callback=lambda connection, _: connection.ioloop.stop())
            try:
                self.connection.ioloop.start()
            except Exception as error:  # pika lets some of what a torn connection does escape
                print(f"the sender's connection: {error!r}", flush=True)
            with self.lock:  # what nobody confirmed goes first, in its order
                self.waiting.extendleft(reversed(self.unconfirmed.values()))
                self.unconfirmed = {}
            self.ended.wait(0.3)

    def opened(self, connection):
        connection.channel(on_open_callback=self.channel_opened)

    def channel_opened(self, channel):
        self.channel = channel
        channel.add_on_close_callback(lambda channel, _: channel.connection.is_open and channel.connection.close())
        channel.add_on_return_callback(self.returned)
        channel.confirm_delivery(self.settled, callback=lambda _: self.turn())

    def turn(self):
        if self.ended.is_set():
            self.connection.close()
            return
        if not self.channel.is_open:
            return
        budget = self.window - len(self.unconfirmed)
        if self.rate is not None:
            self.allowance = min(self.allowance + self.rate * self.TURN, max(1.0, self.rate / 5))
            budget = min(budget, int(self.allowance))
        sent = 0
        while sent < budget and not self.paused.is_set():
            with self.lock:
                if not self.waiting:
                    break
                message = self.waiting.popleft()
                self.number += 1
                self.unconfirmed[self.number] = message
            self.publish(message)
            sent += 1
        self.allowance -= sent if self.rate is not None else 0
        self.connection.ioloop.call_later(self.TURN, self.turn)

    def publish(self, message):
        body = json.dumps(message.body)
        self.journal.note(("sent", message.identity, body, self.connections))
        self.channel.basic_publish(
            self.exchange, message.key, body.encode(), mandatory=True, properties=pika.BasicProperties(
                type=message.type, message_id=message.identity, content_type="application/json", delivery_mode=2))

    def returned(self, channel, method, properties, body):
        """No queue took it, though it will be confirmed: it is sent again later."""
        with self.lock:
            for number, message in self.unconfirmed.items():
                if message.identity == properties.message_id:
                    self.waiting.append(message)
                    del self.unconfirmed[number]
                    return

    def settled(self, frame):
        method = frame.method
        with self.lock:
            numbers = [method.delivery_tag]
            if method.multiple:
                numbers = [number for number in self.unconfirmed if number <= method.delivery_tag]
            messages = [self.unconfirmed.pop(number) for number in numbers if number in self.unconfirmed]
            if not isinstance(method, pika.spec.Basic.Ack):
                self.waiting.extend(messages)
                return
            self.confirmed += len(messages)
        self.journal.note(*(("acknowledged", message.identity) for message in messages))

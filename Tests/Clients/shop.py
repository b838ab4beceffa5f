"""The world around the shop: a customer and a payment service with pika, on queues of their own."""
import json
import secrets
import time

import pika

from bridge import MODEL
from checks import until


class Shop:
    """One channel to the broker, and the names that this client uses there alone."""

    def __init__(self, url, listen=True):
        self.url = url
        self.name = f"client.{secrets.token_hex(4)}"
        self.orders, self.dead = f"{self.name}.orders", f"{self.name}.orders.dead"
        self.inward, self.outward, self.heard = f"{self.name}.shop", f"{self.name}.workflow", f"{self.name}.heard"
        self.ids, self.drops_duplicates = set(), False
        self.connect()
        if listen:
            self.listen()

    def connect(self):
        """Also again, after the broker was away; without heartbeats, as it is not served all the time."""
        parameters = pika.URLParameters(self.url)
        parameters.heartbeat = 0
        self.connection = pika.BlockingConnection(parameters)
        self.channel = self.connection.channel()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.connection.is_open:
            self.connect()
        channel = self.connection.channel()  # the other may have been closed by a fault
        for queue in (self.orders, self.dead, self.heard):
            channel.queue_delete(queue)
        for exchange in (self.inward, self.outward):
            channel.exchange_delete(exchange)
        self.connection.close()

    def listen(self):
        """Takes everything that goes out, from now on."""
        self.channel.exchange_declare(self.outward, "topic", durable=True)
        self.channel.queue_declare(self.heard, durable=True)
        self.channel.queue_bind(self.heard, self.outward, "#")

    def configuration(self, url=None, extra=""):
        return f"""\
broker: {{ url: "{url or self.url}" }}
store: {{ path: bridge.sqlite }}
processes: [ "{MODEL}" ]
inbound:
  - queue: {self.orders}
    type: quorum
    bindings: [ {{ exchange: {self.inward}, type: topic, key: "#" }} ]
    {extra}
outbound:
  - exchange: {self.outward}
"""

    def ready(self, bridge, seconds=60):
        """Whether the bridge comes to consume the queue of orders, and has not ended instead."""
        until(lambda: self.depth(self.orders, consumers=True) > 0 or not bridge.running(), seconds)
        return bridge.running() and self.depth(self.orders, consumers=True) > 0

    def depth(self, queue, consumers=False):
        """How many messages (or consumers) a queue has; 0 where there is no such queue."""
        try:
            answer = self.channel.queue_declare(queue, passive=True).method
        except pika.exceptions.ChannelClosedByBroker:
            self.channel = self.connection.channel()
            return 0
        return answer.consumer_count if consumers else answer.message_count

    def send(self, body, type=None, message_id=None, headers=None, content_type="application/json", key=None):
        """Publishes to the bridge's exchange; `body` is JSON unless it is bytes already."""
        self.channel.basic_publish(
            self.inward, key or "order.placed", body if isinstance(body, bytes) else json.dumps(body).encode(),
            pika.BasicProperties(
                type=type, message_id=message_id or secrets.token_hex(8), headers=headers, content_type=content_type,
                delivery_mode=2))

    def order(self, order_id, price=950, quantity=2, **properties):
        lines = [{"sku": "mug", "quantity": quantity, "price": price}]
        self.send({"order_id": order_id, "lines": lines}, type="order_placed", **properties)

    def pay(self, order_id, amount, **properties):
        self.send({"order_id": order_id, "amount": amount}, type="payment_received", key="payment.received", **properties)

    def next(self, queue=None, seconds=60):
        """The next message of a queue: (method, properties, body); (None, None, None) when the time is up."""
        return until(lambda: self.take(queue or self.heard), seconds) or (None, None, None)

    def take(self, queue):
        found = self.channel.basic_get(queue, auto_ack=True)
        if found[0] is None or self.is_duplicate(found[1]):
            return None
        return found

    def is_duplicate(self, properties):
        known = properties.message_id in self.ids
        self.ids.add(properties.message_id)
        return known and self.drops_duplicates

    def follow(self, take):
        """Hands every publication to `take`, in order, whenever `wait` runs."""
        channel = self.connection.channel()
        channel.basic_consume(
            self.heard, lambda _, method, properties, body: self.followed(take, properties, body), auto_ack=True)

    def followed(self, take, properties, body):
        self.latest = time.monotonic()
        take(properties, body)

    def wait(self, enough, patience):
        """Takes publications until `enough()`, or until none has come for `patience` seconds."""
        self.latest = time.monotonic()
        while not enough() and time.monotonic() - self.latest < patience:
            self.connection.process_data_events(0.02)

    def hears(self, name, seconds=60):
        """The next publication if it is called `name`: (method, properties, decoded body)."""
        method, properties, body = self.next(seconds=seconds)
        if method is None or properties.type != name:
            seen = "nothing" if method is None else f"{properties.type} {body[:200]!r}"
            raise AssertionError(f"expected {name}, heard {seen}")
        return method, properties, json.loads(body)

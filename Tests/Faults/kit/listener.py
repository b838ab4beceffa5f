"""A consumer of everything that goes out: what it has written down it acknowledges, and loses nothing itself."""
import json
import threading

import pika


class Listener(threading.Thread):
    """One connection after another, on a durable queue of its own."""

    def __init__(self, url, queue, exchange, journal):
        super().__init__(daemon=True)
        self.parameters, self.queue, self.exchange, self.journal = pika.URLParameters(url), queue, exchange, journal
        self.parameters.heartbeat = 10
        self.parameters.socket_timeout = self.parameters.stack_timeout = 5
        self.seen, self.facts, self.came = set(), set(), 0
        self.arguments = None  # of the queue
        self.ready, self.ended = threading.Event(), threading.Event()

    def end(self):
        self.ended.set()
        self.join(20)

    def run(self):
        while not self.ended.is_set():
            try:
                self.listen()
            except (pika.exceptions.AMQPError, OSError) as error:
                if not self.ready.is_set():
                    print(f"the listener's connection: {error!r}", flush=True)
            self.ended.wait(0.3)

    def listen(self):
        connection = pika.BlockingConnection(self.parameters)
        try:
            channel = connection.channel()
            channel.exchange_declare(self.exchange, "topic", durable=True)
            channel.queue_declare(self.queue, durable=True, arguments=self.arguments)
            channel.queue_bind(self.queue, self.exchange, "#")
            channel.basic_qos(prefetch_count=500)
            channel.basic_consume(self.queue, self.take)
            self.ready.set()
            while not self.ended.is_set():
                connection.process_data_events(0.1)
        finally:
            if connection.is_open:
                connection.close()

    def take(self, channel, method, properties, body):
        identity, headers = properties.message_id, properties.headers or {}
        # One that comes again only because our own acknowledgement was lost is not the bridge's doing.
        if not (method.redelivered and identity in self.seen):
            payload = json.loads(body)
            self.journal.note((
                "arrived", identity, headers.get("x-process-instance"), headers.get("x-sequence"), properties.type,
                headers.get("x-caused-by"), payload))
            self.seen.add(identity)
            self.facts.add((payload.get("order_id"), properties.type))
            self.came += 1
        channel.basic_ack(method.delivery_tag)

"""Messages that cannot be applied, a kind after the other: each must end parked or as a dead letter, once, and harm nobody."""
import json

import pika

from models import model, process, script, timer

PREFIX = "poison-"
#: What a process does that its message cannot survive; the process is called like the kind.
PROCESSES = {
    "poison_script": script("n = 1 / 0"),
    "poison_endless": script("while True:\n    n = 1"),
    "poison_memory": script("n = 'x' * 10000\nwhile True:\n    n = n + n"),
    "poison_void": script("n = 0"),
    # Fails a second after its start: the instance is parked.
    "poison_timer": timer("PT1S") + "\0" + script("n = 1 / 0"),
}


def models():
    """(file, text) for `Trial`."""
    for name, elements in PROCESSES.items():
        yield f"{name}.bpmn", model([f"{name}_begun", f"{name}_told"], process(name, elements.split("\0"), f"{name}_told"))


#: Publications of this process find no queue.
ROUTES = """\
  - match: {{ event: message, process: poison_void, name: "*" }}
    exchange: {exchange}.void
"""
BODIES = {
    "garbage": b"{not json", "empty": b"", "doubled_key": b'{"a": 1, "a": 2}', "deep": b"[" * 100_000,
    "not_utf8": b'{"a": "\xff"}', "not_finite": b'{"a": 1e999}',
}


class Poison:
    """Sends it on a connection of its own, with confirms, and knows what was sent."""

    def __init__(self, url, exchange):
        self.url, self.exchange, self.sent, self.count = url, exchange, {}, 0

    def send(self, chance, count):
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            for _ in range(count):
                self.publish(channel, chance)
        finally:
            if connection.is_open:
                connection.close()

    def publish(self, channel, chance):
        kind = chance.choice([*PROCESSES, *BODIES, "nobody", "conflict"])
        self.count += 1
        identity, headers, body = f"{PREFIX}{kind}-{self.count}", None, json.dumps({"order_id": self.count}).encode()
        name = f"{kind}_begun"
        if kind in BODIES:
            name, body = "order_placed", BODIES[kind]
        elif kind == "nobody":  # for an instance that there is not
            name, headers = "payment_received", {"x-process-instance": "01900000-0000-7000-8000-000000000000"}
        elif kind == "conflict":  # another body under the id of another poison
            name = "poison_script_begun"
            self.put(channel, identity, name, json.dumps({"order_id": -self.count}).encode(), None)
        self.put(channel, identity, name, body, headers)
        self.sent[identity] = kind

    def put(self, channel, identity, name, body, headers):
        channel.basic_publish(
            self.exchange, name.replace("_", "."), body, mandatory=True, properties=pika.BasicProperties(
                type=name, message_id=identity, content_type="application/json", delivery_mode=2, headers=headers))

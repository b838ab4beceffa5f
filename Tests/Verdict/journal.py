"""What the clients of a run did and saw, as facts in order; kept in a file of JSON lines, so that it can be judged again."""
import json
import threading


class Journal:
    """Facts of one run. Several threads write; a fact counts when it is in the file."""

    def __init__(self, path=None):
        self.lock = threading.Lock()
        self.file = open(path, "a", encoding="utf-8") if path else None
        self.sent = []  # (message id, body, connection), every attempt
        self.acknowledged = set()  # message ids that the broker has confirmed
        self.expected = {}  # (case, name) → (body, message ids that it needs)
        self.arrived = []  # (message id, instance, sequence, name, caused by, body), every arrival
        self.dead = []  # message ids of dead letters
        self.delivered = []  # (message id, redelivered), every delivery to the bridge, if somebody wrote them down

    @classmethod
    def read(cls, path):
        journal = cls()
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):  # what a kill cut off did not happen
                    journal.keep(*json.loads(line))
        return journal

    def note(self, *facts):
        with self.lock:
            for fact in facts:
                self.keep(*fact)
            if self.file:
                self.file.write("".join(json.dumps(fact) + "\n" for fact in facts))

    def flush(self):
        with self.lock:
            if self.file:
                self.file.flush()

    def keep(self, kind, *rest):
        if kind == "arrived":
            self.arrived.append(tuple(rest))
        elif kind == "sent":
            self.sent.append(tuple(rest))
        elif kind == "acknowledged":
            self.acknowledged.add(rest[0])
        elif kind == "expected":
            case, name, body, needs = rest
            self.expected[case, name] = (body, tuple(needs))
        elif kind == "delivered":
            self.delivered.append(tuple(rest))
        elif kind == "dead":
            self.dead.append(rest[0])
        else:
            raise ValueError(f"unknown fact {kind}")

"""What was attempted and what came out: the verdict after a run with faults, both directions."""
import json
from collections import Counter


class Ledger:
    """Reads every publication once, in the order in which it came."""

    def __init__(self, expected):
        self.expected = expected  # (order, name) → body
        self.came = 0
        self.doubles = 0
        self.first = {}  # message id → (name, instance, sequence, body)
        self.ids = {}  # (order, name) → message ids
        self.latest = {}  # instance → sequence of the latest first arrival
        self.faults = Counter()
        self.examples = []

    def fault(self, kind, detail):
        self.faults[kind] += 1
        if len(self.examples) < 10:
            self.examples.append(f"{kind}: {detail}")

    def add(self, properties, body):
        self.came += 1
        identity, headers = properties.message_id, properties.headers
        instance, sequence = headers["x-process-instance"], headers["x-sequence"]
        record = (properties.type, instance, sequence, body)
        if identity in self.first:
            self.doubles += 1
            if self.first[identity] != record:
                self.fault("same id, other content", f"{identity} {self.first[identity]} {record}")
            return
        self.first[identity] = record
        if sequence <= self.latest.get(instance, -1):
            self.fault("out of order", f"{identity} after {self.latest[instance]}")
        self.latest[instance] = sequence
        payload = json.loads(body)
        fact = (payload.get("order_id"), properties.type)
        if self.expected.get(fact) != payload:
            self.fault("unexpected", f"{identity} {properties.type} {body!r}")
        self.ids.setdefault(fact, set()).add(identity)
        if len(self.ids[fact]) > 1:
            self.fault("applied twice", f"{fact} {sorted(self.ids[fact])}")

    def missing(self):
        return [fact for fact in self.expected if fact not in self.ids]

    def complete(self):
        return len(self.ids) >= len(self.expected) and not self.missing()

    def counts(self):
        return (f"expected {len(self.expected)}, came {self.came}, distinct {len(self.first)}, "
                f"doubles {self.doubles}, missing {len(self.missing())}, faults {dict(self.faults) or 'none'}")

    def check(self, checks, doubles_allowed):
        checks.equal("nothing is missing", self.missing()[:5], [])
        checks.equal("nothing unexpected, applied twice or out of order", self.examples, [])
        if doubles_allowed:
            checks.that(f"doubles have equal id and equal content ({self.doubles} came)",
                        not self.faults["same id, other content"])
        else:
            checks.equal("no doubles", self.doubles, 0)

"""Random models, sound by composition: every block has one way in and, if any, ways out that all come together."""

from models import elements
from models.activities import Activities
from models.events import Events
from models.gateways import Gateways
from models.trees import weight

SMALL = ("script", "script", "user", "user", "manual", "plain", "send", "receive", "service", "rule", "catch", "catch",
         "throw")  # fmt: skip
BIG = (
    "exclusive", "exclusive", "parallel", "parallel", "inclusive", "inclusive", "event_based", "flow_loop", "fork",
    "link", "subprocess", "subprocess", "transaction", "call",
)  # fmt: skip


def generate(rng, allowed, size=None):
    """A random model of the elements allowed."""
    return Generator(rng, set(allowed)).model(size or rng.choice((2, 3, 4, 6, 8)))


class Generator(Events, Gateways, Activities):
    def __init__(self, rng, allowed):
        self.rng = rng
        self.count = 0
        self.called = {}
        # Few kinds of elements a model: more of what they do together.
        self.here = {name for name in sorted(allowed) if rng.random() < 0.6}
        self.dialect = "spiff" if rng.random() < 0.75 else "bpmn"
        self.payload_on = self.pick("message", "event")
        self.objects = ["o0"] if self.maybe("data_object", 0.5) else []
        self.depth = 0
        # How many elements around may send several tokens this way: the library cannot join those.
        self.several = 0
        self.caught = False
        # Whether what goes on here comes to a join, so that it must not become several tokens.
        self.joined = False

    def has(self, name):
        return name in self.here

    def maybe(self, name, chance):
        return self.has(name) and self.rng.random() < chance

    def name(self, prefix="b"):
        self.count += 1
        return f"{prefix}{self.count}"

    def pick(self, *choices):
        return self.rng.choice(choices)

    def model(self, size):
        rng = self.rng
        starts = [None, None] + [s for s in ("message", "both") if self.has({"both": "both_starts"}.get(s, f"{s}_start"))]
        keys = [k for k, name in enumerate(("", "", "_pair", "_keys", "_main")) if k and self.has(f"correlation{name}")]
        model = elements.model(
            dialect=self.dialect, start=rng.choice(starts), objects=self.objects, payload_on=self.payload_on,
            keys=rng.choice(keys) if keys and rng.random() < 0.6 else 0, lanes=self.maybe("lanes", 0.3))  # fmt: skip
        model["data"].update(v0=rng.randrange(4), v1=rng.randrange(4), v2=rng.randrange(4))
        model["data"]["l"] = [rng.randrange(5) for _ in range(rng.choice((0, 1, 2, 3)))] or [0]
        model["body"] = self.body(size, top=True)
        model["standby"] = self.standbys()
        model["called"] = self.called
        return model

    def body(self, size, top=False):
        """Blocks one after the other."""
        blocks = []
        while size > 0:
            block = self.block(size)
            if block is None:
                break
            blocks.append(block)
            size -= weight(block)
            if block["kind"] == "fork":
                return blocks
        if top or self.rng.random() < (0.45 if self.caught else 0.15):
            last = self.end(top)
            if last:
                blocks.append(last)
        return blocks

    def block(self, size):
        kinds = SMALL + (BIG * 2 if size > 1 and self.depth < 4 else ())
        if self.rng.random() < 0.3:
            kinds = [k for k in kinds if k in ("script", "user")]
        for _ in range(20):
            block = self.made(self.rng.choice(kinds), size)
            if block:
                return block
        return None

    def made(self, kind, size):
        """A block of that kind; None where it has no place here."""
        if kind not in ("catch", "throw") and not self.has({"fork": "implicit_split"}.get(kind, kind)):
            return None
        if self.dialect == "bpmn" and kind in ("service", "rule"):
            return None
        if self.several and kind in ("parallel", "inclusive"):
            return None
        block = elements.block("subprocess" if kind == "transaction" else kind, self.name())
        self.depth += 1
        filled = getattr(self, f"make_{kind}", self.make_task)(block, size - 1)
        self.depth -= 1
        if filled is not None and kind in self.ACTIVITIES:
            self.decorate(filled, kind)
        return filled

"""Blocks that split and, mostly, come together."""

from models import texts
from models.trees import ends


class Gateways:
    """The part of the generator that makes them."""

    def split(self, size, parts):
        return [max(0, size // parts + self.rng.choice((0, 0, 1, -1))) for _ in range(parts)]

    def choices(self, size, body):
        """Branches with conditions, the last without."""
        parts = self.split(size, self.pick(2, 2, 3))
        branches = [{"condition": self.rng.choice(texts.CONDITIONS), "body": body(part)} for part in parts]
        branches[-1]["condition"] = None
        return branches

    def make_exclusive(self, block, size):
        branches = self.goes_on(self.choices(size, self.body))
        if self.maybe("no_default", 0.1):
            branches[-1]["condition"] = self.rng.choice(texts.CONDITIONS)
        return {**block, "branches": branches, "join": self.rng.random() < 0.6}

    def make_link(self, block, size):
        return {**block, "branches": self.goes_on(self.choices(size, self.body))}

    def goes_on(self, branches):
        if all(ends(b["body"]) for b in branches):
            branches[-1]["body"] = []
        return branches

    def make_inclusive(self, block, size):
        return {**block, "branches": self.choices(size, self.branch)}

    def make_parallel(self, block, size):
        return {**block, "branches": [{"body": self.branch(s)} for s in self.split(size, self.pick(2, 2, 3))]}

    def make_fork(self, block, size):
        return {**block, "branches": [{"body": self.body(s)} for s in self.split(size, self.pick(2, 2, 3))]}

    def make_event_based(self, block, size):
        branches = []
        for part in self.split(size, self.pick(2, 2, 3)):
            event = self.event("catch", ("message", "signal", "timer_date", "timer_duration"))
            taken = [b["event"].get("name") for b in branches if b["event"]["type"] == (event or {}).get("type")]
            if event and event.get("name") not in taken:
                receive = event["type"] == "message" and self.maybe("receive", 0.3)
                branches.append({"event": event, "receive": receive, "body": self.body(part)})
        if len(branches) < 2:
            return None
        return {**block, "branches": self.goes_on(branches), "join": self.rng.random() < 0.6}

    def make_flow_loop(self, block, size):
        return {**block, "body": self.through(size), "times": self.pick(1, 2, 2, 3)}

    def optional(self, stop):
        branches = [{"condition": self.rng.choice(texts.CONDITIONS), "body": [stop]}, {"condition": None, "body": []}]
        return {"kind": "exclusive", "id": self.name(), "branches": branches, "join": False}

    def branch(self, size):
        """What comes to a join."""
        before, self.joined = self.joined, True
        body = self.through(size)
        self.joined = before
        return body

    def through(self, size):
        """A body that comes out at its end."""
        body = self.body(size)
        while body and ends(body):
            body.pop()
        return body

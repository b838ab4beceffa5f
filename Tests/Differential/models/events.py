"""What is caught and thrown, in the flow, at its end, around activities and beside processes."""

from models import elements, texts


class Events:
    """The part of the generator that makes them."""

    def message(self):
        return self.pick("m0", "m1", "m2")

    def make_catch(self, block, _):
        event = self.event("catch", elements.EVENTS + ("multiple", "parallel_multiple"))
        return event and {**block, "event": event}

    def make_throw(self, block, _):
        event = self.event("throw", ("none", "message", "message", "signal", "escalation", "multiple"))
        return event and {**block, "event": event}

    def event(self, position, kinds):
        """One of these kinds, if any may be there."""
        kinds = [k for k in kinds if self.has(f"{position}_{k}")]
        if position == "catch" and self.joined:
            kinds = [k for k in kinds if k != "timer_cycle"]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        if kind in ("multiple", "parallel_multiple"):
            several = self.several_events(position)
            return several and elements.event(kind, events=several)
        event = elements.event(kind)
        if kind == "message":
            event["name"] = self.message()
            if self.dialect == "spiff" and self.payload_on == "event" and self.maybe("own_correlation", 0.3):
                event["own"] = True
        if kind == "signal":
            event["name"] = self.pick("s0", "s1")
        if kind in ("error", "escalation"):
            event["code"] = self.code(kind, position)
        if kind in texts.TIMES:
            event["text"] = self.rng.choice((texts.LATER if position == "standby" else texts.TIMES)[kind])
        if kind == "timer_cycle" and position == "catch":
            self.several += 100
        if kind == "conditional":
            event["text"] = self.rng.choice(texts.CONDITIONS) if position != "standby" else "v0 > 4"
        return event

    def code(self, kind, position):
        codes = {"error": ["E1", "E1", "E2"], "escalation": ["X1", "X1", "X2"]}[kind]
        return self.rng.choice(codes * 2 + [None] * (2 if position in ("boundary", "standby") else 1))

    def several_events(self, position):
        """Two or three different ones; the library reads one timer of an element only."""
        kinds = {
            "throw": ("message", "signal", "escalation"),
            "end": ("message", "signal", "escalation"),
        }.get(position, ("message", "signal", "timer_date", "timer_duration"))
        found = []
        for _ in range(self.pick(2, 2, 3)):
            event = self.event(position, kinds)
            if event and not any(same(event, other) for other in found):
                found.append(event)
        return found if len(found) > 1 else None

    def end(self, top):
        kinds = ("error", "escalation") if self.caught else (
            "message", "signal", "error", "escalation", "terminate", "multiple")  # fmt: skip
        event = self.event("end", kinds)
        if event is None or (top and self.rng.random() < 0.5):
            return None
        stop = {"kind": "stop", "id": self.name(), "event": event}
        return stop if top or self.rng.random() < 0.5 else self.optional(stop)

    def boundary(self, event):
        beside = event["type"] not in ("error", "cancel") and self.maybe("beside", 0.4)
        self.several += beside
        body = self.body(self.pick(0, 1, 1, 2)) if self.depth < 4 else []
        self.several -= beside
        return {
            "id": self.name("at"), "event": event, "beside": beside, "body": body,
            "merge": not beside and self.rng.random() < 0.5,
        }  # fmt: skip

    def standbys(self):
        """Event subprocesses."""
        found = []
        while self.rng.random() < 0.2 and self.depth < 4:
            event = self.event("standby", elements.EVENTS + ("error", "escalation", "multiple", "parallel_multiple"))
            if event is None:
                break
            beside = event["type"] != "error" and self.maybe("standby_beside", 0.5)
            self.depth += 1
            body = self.body(self.pick(0, 1, 1, 2))
            self.depth -= 1
            found.append({"id": self.name("es"), "event": event, "beside": beside, "body": body})
        return found


def same(one, other):
    def what(event):
        return "timer" if event["type"] in texts.TIMES else (event["type"], event.get("name"), event.get("code"))

    return what(one) == what(other)

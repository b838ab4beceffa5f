"""Random models, sound by composition: every block has one way in and, if any, ways out that all come together."""

import elements

SCRIPTS = (
    "v0 = v0 + 1", "v1 = v0 * 2 - v2", "v2 = [v0, v1][v0 % 2]", "l = l + [v0]", "v0 = len(l)", "s = f'{v0}-{v1}'",
    "v1 = max(l) if l else 0", "if v0 > 3:\n    v0 = 0\nelse:\n    v2 = v2 + 1", "d = {'a': {'k': v0}, str(v1): v2}",
    "l = [x1 + v0 for x1 in l][:3]", "v2 = sum(l) // 2", "id = id + 1",
)  # fmt: skip
IN_PLACE = ("d['a']['k'] = v0", "d['b'] = v1", "l.append(v2)", "d['a']['c'] = [v1]")
CONDITIONS = ("v0 > 1", "v1 % 2 == 0", "v2 < v0", "len(l) > 2", "v0 == v1 or v2 > 2", "'b' in d", "not v0")
TIMES = {
    "timer_date": ('"2026-01-01T00:00:20+00:00"', '"2026-01-01T00:01:00"', '"2025-12-31T23:00:00+00:00"'),
    "timer_duration": ('"PT10S"', '"PT1M"', '"PT" + str(v0) + "S"', '"PT0S"'),
    "timer_cycle": ('"R2/PT10S"', '"R1/PT5S"', '"R3/2026-01-01T00:00:05+00:00/PT10S"'),
}
#: What is due before anything runs is no matter of order.
LATER = ('"PT10S"', '"PT1M"')
WAITING = elements.EVENTS


def generate(rng, allowed, size=None):
    """A random model of the elements allowed."""
    return Generator(rng, set(allowed)).model(size or rng.choice((2, 3, 4, 6, 8)))


class Generator:
    def __init__(self, rng, allowed):
        self.rng, self.allowed = rng, allowed
        self.count = 0
        self.called = {}
        # Few kinds of elements a model: more of what they do together.
        self.here = {name for name in sorted(allowed) if rng.random() < 0.6}
        self.dialect = "spiff" if rng.random() < 0.75 else "bpmn"
        self.objects = ["o0"] if self.has("data_object") and rng.random() < 0.5 else []
        self.depth = 0
        # How many elements around may send several tokens this way: the library cannot join those.
        self.several = 0
        self.caught = False
        # Whether what goes on here comes to a join, so that it must not become several tokens.
        self.joined = False

    def has(self, name):
        return name in self.here

    def name(self, prefix="b"):
        self.count += 1
        return f"{prefix}{self.count}"

    def pick(self, *choices):
        return self.rng.choice(choices)

    def model(self, size):
        rng = self.rng
        keys = 2 if self.has("correlation_pair") else 1 if self.has("correlation") else 0
        starts = [None, None] + [
            s for s in ("message", "both") if self.has(f"{s}_start" if s == "message" else "both_starts")
        ]
        model = elements.model(
            dialect=self.dialect, start=rng.choice(starts), objects=self.objects,
            keys=keys if rng.random() < 0.7 else 0, payload_on=self.pick("message", "event"))  # fmt: skip
        model["data"].update(v0=rng.randrange(4), v1=rng.randrange(4), v2=rng.randrange(4))
        model["data"]["l"] = [rng.randrange(5) for _ in range(rng.choice((0, 1, 2, 3)))] or [0]
        model["body"] = self.body(size, top=True)
        model["standby"] = self.standbys()
        model["called"] = self.called
        return model

    # Bodies

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
        small = (
            ["script"] * 2 + ["user"] * 2 + ["manual", "plain", "send", "receive", "service", "catch", "catch", "throw"]
        )
        big = ["exclusive"] * 2 + ["parallel"] * 2 + ["inclusive"] * 2 + [
            "event_based", "flow_loop", "fork", "subprocess", "subprocess", "transaction", "call"]  # fmt: skip
        kinds = small + (big * 2 if size > 1 and self.depth < 4 else [])
        if self.rng.random() < 0.3:
            kinds = [k for k in kinds if k in ("script", "user")]
        for _ in range(20):
            kind = self.rng.choice(kinds)
            block = self.made(kind, size)
            if block:
                return block
        return None

    def made(self, kind, size):
        needed = {"fork": "implicit_split"}.get(kind, kind)
        if kind not in ("catch", "throw") and not self.has(needed):
            return None
        if self.dialect == "bpmn" and kind == "service":
            return None
        if self.several and kind in ("parallel", "inclusive"):
            return None
        block = elements.block("subprocess" if kind == "transaction" else kind, self.name())
        self.depth += 1
        filled = getattr(self, f"make_{kind}", self.make_task)(block, size - 1)
        self.depth -= 1
        if filled is None:
            return None
        if kind in (
            "script",
            "user",
            "manual",
            "plain",
            "send",
            "receive",
            "service",
            "call",
            "subprocess",
            "transaction",
        ):
            self.decorate(filled, kind)
        return filled

    # Blocks

    def make_task(self, block, _):
        return block

    def make_script(self, block, _):
        scripts = list(SCRIPTS)
        if self.has("in_place") and self.rng.random() < 0.5:
            scripts = list(IN_PLACE)
        block["text"] = self.rng.choice(scripts)
        if self.has("failing") and self.rng.random() < 0.02:
            block["text"] = "v0 = v0 // (v1 - v1)"
        return block

    def make_send(self, block, _):
        return {**block, "name": self.message()}

    make_receive = make_send

    def make_service(self, block, _):
        return {**block, "operator": self.pick("add", "ask")}

    def message(self):
        return self.pick("m0", "m1", "m2")

    def make_catch(self, block, _):
        event = self.event("catch", WAITING)
        return event and {**block, "event": event}

    def make_throw(self, block, _):
        event = self.event("throw", ("none", "message", "message", "signal", "escalation"))
        return event and {**block, "event": event}

    def event(self, position, kinds):
        kinds = [k for k in kinds if self.has(f"{position}_{k}")]
        if position == "catch" and self.joined:
            kinds = [k for k in kinds if k != "timer_cycle"]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        event = elements.event(kind)
        if kind == "message":
            event["name"] = self.message()
        if kind == "signal":
            event["name"] = self.pick("s0", "s1")
        if kind in ("error", "escalation"):
            codes = {"error": ["E1", "E1", "E2"], "escalation": ["X1", "X1", "X2"]}[kind]
            caught = position in ("boundary", "standby")
            event["code"] = self.rng.choice(codes + ([None] if caught else []))
        if kind in TIMES:
            event["text"] = self.rng.choice(TIMES[kind] if position != "standby" else LATER)
        if kind == "timer_cycle" and position == "catch":
            self.several += 100
        if kind == "conditional":
            event["text"] = self.rng.choice(CONDITIONS) if position != "standby" else "v0 > 4"
        return event

    def split(self, size, parts):
        return [max(0, size // parts + self.rng.choice((0, 0, 1, -1))) for _ in range(parts)]

    def make_exclusive(self, block, size):
        parts = self.pick(2, 2, 3)
        branches = [{"condition": self.rng.choice(CONDITIONS), "body": self.body(s)} for s in self.split(size, parts)]
        branches[-1]["condition"] = None
        if all(ends(b["body"]) for b in branches):
            branches[-1]["body"] = []
        return {**block, "branches": branches, "join": self.rng.random() < 0.6}

    def make_inclusive(self, block, size):
        parts = self.pick(2, 2, 3)
        branches = [{"condition": self.rng.choice(CONDITIONS), "body": self.branch(s)} for s in self.split(size, parts)]
        branches[-1]["condition"] = None
        return {**block, "branches": branches}

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
                receive = event["type"] == "message" and self.has("receive") and self.rng.random() < 0.3
                branches.append({"event": event, "receive": receive, "body": self.body(part)})
        if len(branches) < 2:
            return None
        if all(ends(b["body"]) for b in branches):
            branches[-1]["body"] = []
        return {**block, "branches": branches, "join": self.rng.random() < 0.6}

    def make_flow_loop(self, block, size):
        return {**block, "body": self.through(size), "times": self.pick(1, 2, 2, 3)}

    def make_subprocess(self, block, size):
        # What is thrown in it is more often caught around it.
        before, self.caught = self.caught, self.rng.random() < 0.4
        standby = self.standbys()
        block = {**block, "body": self.body(size), "standby": standby}
        if self.caught:
            event = self.event("boundary", ("error", "escalation", "escalation"))
            if event:
                block["around"] = [self.boundary(event)]
        self.caught = before
        return block

    def make_transaction(self, block, size):
        block = {**block, "transaction": True, "body": self.body(size), "standby": []}
        if self.has("boundary_cancel") and self.rng.random() < 0.6:
            cancel = {"kind": "stop", "id": self.name(), "event": {"type": "cancel"}}
            block["body"].append(self.optional(cancel))
            block["around"] = [self.boundary({"type": "cancel"})]
        return block

    def make_call(self, block, size):
        name = f"c{len(self.called) + 1}"
        called = {"body": [], "standby": []}
        self.called[name] = called
        # Data objects belong to the process that has them.
        objects, self.objects = self.objects, []
        called["body"] = self.body(size)
        self.objects = objects
        if self.has("call_names") and self.rng.random() < 0.3:
            called["inputs"] = called["outputs"] = ["v0", "v1", "v2", "l", "d", "id", "part"]
        return {**block, "called": name}

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

    def end(self, top):
        kinds = ("error", "escalation") if self.caught else ("message", "signal", "error", "escalation", "terminate")
        event = self.event("end", kinds)
        if event is None or (top and self.rng.random() < 0.5):
            return None
        stop = {"kind": "stop", "id": self.name(), "event": event}
        return stop if top or self.rng.random() < 0.5 else self.optional(stop)

    def optional(self, stop):
        branches = [{"condition": self.rng.choice(CONDITIONS), "body": [stop]}, {"condition": None, "body": []}]
        return {"kind": "exclusive", "id": self.name(), "branches": branches, "join": False}

    # What is around activities and beside processes

    def decorate(self, block, kind):
        rng = self.rng
        if self.dialect == "spiff" and self.has("scripts_around") and rng.random() < 0.2:
            block["pre" if rng.random() < 0.5 else "post"] = rng.choice(SCRIPTS + (elements.COUNTING,) * 4)
        if self.objects and kind in ("user", "manual", "script") and rng.random() < 0.5:
            block[self.pick("reads", "writes")] = list(self.objects)
            if block.get("writes") and kind == "script":
                block["text"] = "o0 = v0 * 3"
        if kind in ("user", "script", "subprocess", "call", "manual") and rng.random() < 0.2:
            self.repeat(block, kind)
        for _ in range(self.pick(0, 0, 0, 1, 1, 2) if kind not in ("script", "send", "service") else 0):
            kinds = ("message", "signal", "timer_date", "timer_duration", "timer_cycle", "conditional")
            if kind in ("subprocess", "transaction", "call"):
                kinds += ("error", "error", "escalation")
            event = self.event("boundary", kinds)
            if event:
                block.setdefault("around", []).append(self.boundary(event))

    def boundary(self, event):
        beside = self.has("beside") and event["type"] not in ("error", "cancel") and self.rng.random() < 0.4
        self.several += beside
        body = self.body(self.pick(0, 1, 1, 2)) if self.depth < 4 else []
        self.several -= beside
        return {
            "id": self.name("at"), "event": event, "beside": beside, "body": body,
            "merge": not beside and self.rng.random() < 0.5,
        }  # fmt: skip

    def repeat(self, block, kind):
        rng = self.rng
        kinds = [k for k in ("parallel", "sequential") if self.has(f"{k}_instances")]
        kinds += ["standard"] if self.has("standard_loop") else []
        if not kinds:
            return
        loop = {"kind": rng.choice(kinds)}
        if loop["kind"] == "standard":
            loop.update(maximum=self.pick(1, 2, 3), before=rng.random() < 0.3)
            if rng.random() < 0.5:
                loop["until"] = rng.choice(CONDITIONS)
        elif rng.random() < 0.3:
            loop["count"] = self.pick("1", "2", "v0", "0")
        else:
            loop["over"] = "l"
            if rng.random() < 0.6:
                loop["into"] = self.pick("out", "l")
                self.give_output(block, kind)
        block["loop"] = loop

    def give_output(self, block, kind):
        step = {"kind": "script", "id": self.name(), "text": "y = x * 2"}
        if kind == "script":
            block["text"] = step["text"]
        elif kind == "subprocess":
            block["body"] = [step] + block["body"]
        elif kind == "call":
            self.called[block["called"]]["body"].insert(0, step)

    def standbys(self):
        found = []
        if self.rng.random() < 0.2 and self.depth < 4:
            kinds = ("message", "signal", "timer_duration", "conditional", "error", "escalation")
            event = self.event("standby", kinds)
            if event:
                beside = self.has("standby_beside") and event["type"] != "error" and self.rng.random() < 0.5
                self.depth += 1
                body = self.body(self.pick(0, 1, 1, 2))
                self.depth -= 1
                found.append({"id": self.name("es"), "event": event, "beside": beside, "body": body})
        return found


def weight(block):
    inner = sum(weight(b) for body in bodies(block) for b in body)
    return 1 + inner


def bodies(block):
    """The bodies directly in a block."""
    found = [b["body"] for b in block.get("branches", [])] + [b["body"] for b in block.get("around", [])]
    return found + [s["body"] for s in block.get("standby", [])] + ([block["body"]] if "body" in block else [])


def ends(body):
    """Whether no path comes out at the end of the body."""
    if not body:
        return False
    last = body[-1]
    if last["kind"] in ("stop", "fork"):
        return True
    if last["kind"] in ("exclusive", "event_based"):
        return all(ends(b["body"]) for b in last["branches"])
    return last["kind"] == "flow_loop" and ends(last["body"])

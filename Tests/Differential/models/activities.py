"""Tasks, subprocesses and what they call, with what is in and around them."""

from models import decisions, texts

NAMES = ("v0", "v1", "v2", "l", "d", "id", "part")


class Activities:
    """The part of the generator that makes them."""

    TASKS = ("script", "user", "manual", "plain", "send", "receive", "service", "rule")
    ACTIVITIES = TASKS + ("call", "subprocess", "transaction")

    def make_task(self, block, _):
        return block

    def make_script(self, block, _):
        block["text"] = self.rng.choice(texts.IN_PLACE if self.maybe("in_place", 0.5) else texts.SCRIPTS)
        if self.maybe("failing", 0.02):
            block["text"] = "v0 = v0 // (v1 - v1)"
        return block

    def make_send(self, block, _):
        return {**block, "name": self.message()}

    make_receive = make_send

    def make_service(self, block, _):
        return {**block, "operator": self.pick("add", "ask"), "result": self.pick("answer", "answer", None)}

    def make_rule(self, block, _):
        return {**block, "decision": self.pick(*decisions.DECISIONS)}

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
        if self.maybe("boundary_cancel", 0.6):
            cancel = {"kind": "stop", "id": self.name(), "event": {"type": "cancel"}}
            block["body"].append(self.optional(cancel))
            block["around"] = [self.boundary({"type": "cancel"})]
        return block

    def make_call(self, block, size):
        name = f"c{len(self.called) + 1}"
        called = {"body": [], "standby": [], "file": self.maybe("call_file", 0.5)}
        self.called[name] = called
        # Data objects belong to the process that has them.
        objects, self.objects = self.objects, []
        called["body"] = self.body(size)
        called["standby"] = self.standbys()
        self.objects = objects
        if self.maybe("call_names", 0.3):
            called["inputs"], called["outputs"] = self.some_names(), list(NAMES)
        return {**block, "called": name}

    def some_names(self):
        """Mostly all."""
        return [name for name in NAMES if self.rng.random() < 0.95]

    def decorate(self, block, kind):
        """What is in and around an activity."""
        rng = self.rng
        if self.dialect == "spiff" and self.maybe("scripts_around", 0.2):
            for place in rng.choice((["pre"], ["post"], ["pre", "post"])):
                block[place] = rng.choice(texts.SCRIPTS + (texts.COUNTING,) * 4)
        if self.objects and kind in ("user", "manual", "script", "plain") and rng.random() < 0.5:
            block[self.pick("reads", "writes")] = list(self.objects)
            if block.get("writes") and kind == "script":
                block["text"] = "o0 = v0 * 3"
        cancelled = any(at["event"]["type"] == "cancel" for at in block.get("around", []))
        if not cancelled and rng.random() < 0.2:
            self.repeat(block, kind)
        if kind in self.TASKS and not block.get("loop") and not block.get("writes") and self.maybe("task_names", 0.15):
            block["inputs"], block["outputs"] = self.some_names(), list(NAMES)
        for _ in range(self.pick(0, 0, 0, 1, 1, 2) if kind not in ("script", "send", "service", "rule") else 0):
            self.add_boundary(block, kind)

    def add_boundary(self, block, kind):
        kinds = (
            "message", "signal", "timer_date", "timer_duration", "timer_cycle", "conditional", "multiple",
            "parallel_multiple")  # fmt: skip
        if kind in ("subprocess", "transaction", "call"):
            kinds += ("error", "error", "escalation")
        event = self.event("boundary", kinds)
        if event:
            block.setdefault("around", []).append(self.boundary(event))

    def repeat(self, block, kind):
        """A loop or multi-instance."""
        kinds = [k for k in ("parallel", "sequential") if self.has(f"{k}_instances")]
        kinds += ["standard"] if self.has("standard_loop") else []
        if not kinds:
            return
        rng, loop = self.rng, {"kind": self.rng.choice(kinds)}
        if loop["kind"] == "standard":
            loop.update(maximum=self.pick(1, 2, 3), before=rng.random() < 0.3)
            if rng.random() < 0.5:
                loop["until"] = rng.choice(texts.CONDITIONS)
        else:
            self.spread(block, kind, loop)
            if self.maybe("completion_condition", 0.3):
                loop["until"] = rng.choice(texts.CONDITIONS + ("x > 1",) * ("over" in loop))
        block["loop"] = loop

    def spread(self, block, kind, loop):
        """Over what a multi-instance goes, and what comes of it."""
        if self.rng.random() < 0.3:
            loop["count"] = self.pick("1", "2", "v0", "0")
            return
        loop["over"] = "l"
        named = kind == "call" and "inputs" in self.called[block["called"]]
        if kind not in ("send", "receive", "service", "rule") and not named and self.rng.random() < 0.6:
            loop["into"] = self.pick("out", "l")
            self.give_output(block, kind)

    def give_output(self, block, kind):
        step = {"kind": "script", "id": self.name(), "text": "y = x * 2"}
        if kind == "script":
            block["text"] = step["text"]
        elif kind in ("subprocess", "transaction"):
            block["body"] = [step] + block["body"]
        elif kind == "call":
            self.called[block["called"]]["body"].insert(0, step)

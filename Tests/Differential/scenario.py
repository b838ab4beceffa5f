"""What happens to a model: mostly what it waits for, sometimes anything."""

DAY = 86400
CORRELATIONS = (
    {}, {"key": {"id": 1}}, {"key": {"id": 1, "part": 1}}, {"other": {"id": 1}}, {"MainCorrelationKey": {"id": 1}},
    {"key": {"id": 2}, "key1": {"part": 1}},
)  # fmt: skip


def chooser(rng, longest):
    """A function that tells the next step by the last line of the trace."""
    left = [longest]

    def next_step(line):
        left[0] -= 1
        if left[0] < 0 or (line["completed"] and rng.random() < 0.7):
            return None
        wanted = [complete(rng, r["element"]) for r in line["ready"]]
        wanted += [
            event(rng, w["event"], w.get("name")) for w in line["waiting"] if w["event"] in ("message", "signal")
        ]
        wanted += [advance(rng) for w in line["waiting"] if w["event"] == "timer"]
        if wanted and rng.random() < 0.8:
            return rng.choice(wanted)
        return anything(rng, line)

    return next_step


def anything(rng, line):
    choice = rng.randrange(7)
    if choice == 0:
        return advance(rng)
    if choice == 1:
        return complete(rng, rng.choice([r["element"] for r in line["ready"]] + ["nothing"]))
    if choice == 2:
        return event(rng, "signal", rng.choice(("s0", "s1")))
    if choice == 3:
        return {"event": "error", "name": "error", "code": rng.choice(("E1", "E2")), "payload": {"n": 9}}
    if choice == 4:
        return {"event": "escalation", "name": "up", "code": rng.choice(("X1", "X2")), "payload": {"n": 8}}
    return event(rng, "message", rng.choice(("go", "m0", "m1", "m2")))


def complete(rng, element):
    data = {"y": rng.randrange(9)} if rng.random() < 0.85 else {}
    for name in ("v0", "v1", "v2"):
        if rng.random() < 0.3:
            data[name] = rng.randrange(6)
    if rng.random() < 0.15:
        data["o0"] = rng.randrange(4)
    if rng.random() < 0.1:
        data["l"] = [rng.randrange(4) for _ in range(rng.randrange(1, 4))]
    return {"complete": element, "data": data}


def advance(rng):
    return {"advance": rng.choice((1, 5, 6, 10, 11, 11, 21, 61, 3600, 8 * DAY, 32 * DAY))}


def event(rng, kind, name):
    payload = {"n": rng.randrange(9), "id": rng.choice((1, 1, 1, 2, "1", 1.0)), "part": rng.choice((1, 1, 1, 2))}
    if rng.random() < 0.05:
        del payload["part"]
    step = {"event": kind, "name": name, "payload": payload}
    if kind == "message" and rng.random() < 0.15:
        step["correlations"] = rng.choice(CORRELATIONS)
    return step

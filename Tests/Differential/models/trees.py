"""Questions about the blocks a model is made of."""


def weight(block):
    """How many blocks it is, with those in it."""
    return 1 + sum(weight(b) for body in bodies(block) for b in body)


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
    if last["kind"] in ("exclusive", "event_based", "link"):
        return all(ends(b["body"]) for b in last["branches"])
    return last["kind"] == "flow_loop" and ends(last["body"])

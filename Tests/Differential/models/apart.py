"""Flows from one gateway to another kept apart, for a library that counts them as one."""

from models.elements import event


def apart(tree):
    """The tree with an element on each flow but the first that leads from an exclusive gateway to a parallel join."""
    if isinstance(tree, list):
        return [apart(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    changed = {name: apart(value) for name, value in tree.items()}
    if changed.get("kind") == "parallel" and "branches" in changed:
        changed["branches"] = [{**branch, "body": to_join(branch["body"])} for branch in changed["branches"]]
    return changed


def to_join(body):
    """A body that a parallel join follows."""
    if not body or body[-1]["kind"] != "exclusive" or body[-1]["join"]:
        return body
    gate, branches, straight = body[-1], [], 0
    for number, branch in enumerate(body[-1]["branches"]):
        inner = to_join(branch["body"])
        if not inner:
            straight += 1
            if straight > 1:
                inner = [{"kind": "throw", "id": f"{gate['id']}_apart{number}", "event": event("none")}]
        branches.append({**branch, "body": inner})
    return body[:-1] + [{**gate, "branches": branches}]

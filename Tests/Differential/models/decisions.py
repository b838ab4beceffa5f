"""The decision tables that models are made with."""

import tables


def table(policy, inputs, outputs, *rules):
    return {
        "namespace": tables.NAMESPACES[1], "prefixed": False, "policy": policy, "notes": False,
        "inputs": [{"label": None, "text": text} for text in inputs],
        "outputs": [{"name": name, "label": False} for name in outputs],
        "rules": [{"in": asked, "out": given} for asked, given in rules],
    }  # fmt: skip


DECISIONS = {
    "rate": table(
        None, ("v0", "len(l)"), ("v2", "d.a.k"),
        (("0", "> 1"), ("v1", "v0")), (("1 <= ? < 4", None), ("v0 % 3", "l[:1]")), (("-", "-"), ("2", "v0 + v1"))),
    "gather": table(
        "COLLECT", ("v0", "l"), ("l", "d.found"),
        (("> 0", "-"), ("v0", "v0")), (("> 1", "? and ?[0] > 1"), ("v1", "{'l': l}")), ((" in l", None), ("0", None))),
    "nothing": table(None, ("v1",), ("v0",), (("> 3",), ("1",))),
}  # fmt: skip


def files(written, name):
    """The names and texts of the files with the decisions that these files call."""
    return {
        f"{name}_{decision}.dmn": tables.dmn(tree, decision)
        for decision, tree in DECISIONS.items() if any(f">{decision}<" in text for text in written.values())
    }  # fmt: skip

"""Loops and multi-instance."""

from corrections import loops
from models.elements import around, block, event, inside, model
from rules.rule import MESSAGE, Rule

PAST = '"2025-12-31T23:00:00+00:00"'

RULES = (
    Rule(
        name="item_left",
        rows=("sequential multi-instance without an output",),
        reason="library bug: a sequential multi-instance without output fails at its second item",
        correction=loops.item_left,
        example=(model([block("script", text="v0 = 1", loop={"kind": "sequential", "over": "l"})]), []),
        words=('"sequential"',),
    ),
    Rule(
        name="sequence_begun",
        rows=("sequential multi-instance behind a boundary timer that is due at once",),
        reason="library bug: a sequential multi-instance behind a boundary event that is due at once fails",
        correction=loops.sequence_begun,
        example=(
            model([inside(around=[around(
                event("timer_date", text=PAST), beside=True,
                body=[block("user", "w", loop={"kind": "sequential", "over": "l"})])])]),
            []),
        words=('"sequential"',),
    ),
    Rule(
        name="loop_data",
        rows=(
            "a loop, or a sequential multi-instance without an output, whose runs change lists or take something out of "
            "the data",
        ),
        reason="library bug: a loop keeps what its runs have taken out of the data",
        correction=loops.loop_data,
        example=(
            model([block(
                "script", text="d = {str(len(d) + v0): v0}\nv0 = v0 + 1", loop={"kind": "standard", "maximum": 2})]),
            []),
        words=('"standard"', '"sequential"'),
    ),
    Rule(
        name="loop_interrupted",
        rows=("interrupting a multi-instance subprocess",),
        reason="library bug: interrupting a multi-instance subprocess fails",
        correction=loops.loop_interrupted,
        example=(
            model([inside(loop={"kind": "parallel", "count": "2"}, around=[around(event("message"))])]), [MESSAGE]),
        words=('"loop"',),
    ),
)  # fmt: skip

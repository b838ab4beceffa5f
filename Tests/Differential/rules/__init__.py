"""Where the bridge deviates from the library on purpose."""

from rules import events, loops, timers, tokens

RULES = tokens.RULES + events.RULES + timers.RULES + loops.RULES

#: Rows of the README that no random model meets, and the folder where each is recorded.
RECORDED = {
    "a process without an end event": "deviations/no_end",
    "a fraction inside a duration (`P1.5DT1H`)": "deviations/fraction_inside_duration",
    "inclusive join, with an inclusive gateway in a branch that merges before it": "deviations/inclusive_waits",
    "multi-instance: a cardinality below 0, an item that is `None`": "multi/sequential_cardinality",
    "`1.0` where an equal `1` was before, in a stored instance": "deviations/equal_values",
}

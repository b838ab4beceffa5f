"""Where the bridge deviates from the library on purpose."""

from rules import events, loops, timers, tokens

RULES = tokens.RULES + events.RULES + timers.RULES + loops.RULES

#: Rows of the README that no random model meets, and the folder where each is recorded.
RECORDED = {
    "a process without an end event": "deviations/no_end",
    "a fraction inside a duration (`P1.5DT1H`)": "deviations/fraction_inside_duration",
    "inclusive join, with an inclusive gateway in a branch that merges before it": "deviations/inclusive_waits",
    "multi-instance: a cardinality below 0, an item that is `None`": "multi/sequential_cardinality",
    "a decision's cell that begins with a word (`in [1]`)": "deviations/decision_words",
    "white space or a comment around a decision's cell": "deviations/decision_white_space",
    "a `?` in a text, or beside an apostrophe, in a decision's cell": "deviations/decision_question_in_text",
    "a decision's expression that changes data (`items.pop()`)": "deviations/decision_changes_data",
    "data that a decision's result holds": "deviations/decision_result_is_shared",
    "`1.0` where an equal `1` was before, in a stored instance": "deviations/equal_values",
}

"""Where the bridge deviates from the library on purpose."""

from rules import events, loops, timers, tokens

RULES = tokens.RULES + events.RULES + timers.RULES + loops.RULES

#: Rows of the guide of deviations that no random model meets, and the folder where each is recorded.
RECORDED = {
    "a process without an end event, or whose last path ends elsewhere": "deviations/no_end",
    "a timer cycle without a turn (`R0/PT1H`)": "deviations/cycle_none",
    "several timers in one event": "deviations/several_in_one",
    "a condition among several events, behind an event-based gateway, or of an event subprocess":
        "deviations/condition_among",
    "the completion condition of a parallel multi-instance": "deviations/completion_ends",
    "`datetime`, `json`, `math`, `random`, `time`, `timedelta`, `uuid` without an import": "deviations/preloaded",
    "values that JSON lacks, in the data after a script: dates, sets, modules, exceptions, keys that are not text":
        "deviations/json_data",
    "`__doc__` and `__annotations__` of a script": "deviations/script_names",
    "a send or receive task with neither a `messageRef` nor an event definition": "deviations/no_message",
    "a fraction of a month or a year (`P0.5M`)": "deviations/month_fraction",
    "a timer's text that is not ISO 8601 (an empty one, `-PT30S`, `3/PT1H`)": "deviations/not_iso",
    "a fraction inside a duration (`P1.5DT1H`)": "deviations/fraction_inside_duration",
    "inclusive join, with an inclusive gateway in a branch that merges before it": "deviations/inclusive_waits",
    "multi-instance: a cardinality below 0, an item that is `None`": "multi/sequential_cardinality",
    "a cell that begins with a word (`in [1]`)": "deviations/decision_words",
    "white space or a comment around a cell": "deviations/decision_white_space",
    "a `?` in a text, or beside an apostrophe, in a cell": "deviations/decision_question_in_text",
    "an expression that changes data (`items.pop()`)": "deviations/decision_changes_data",
    "data that a decision's result holds": "deviations/decision_result_is_shared",
    "`1.0` in a place that had an equal `1` before, in a stored instance": "deviations/equal_values",
}

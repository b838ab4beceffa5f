"""A deviation: its reason, the library corrected, and a model that shows it."""

import contextlib
import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    #: What the guide of deviations calls it: the first cells of its rows.
    rows: tuple
    reason: str
    #: A model and steps that it explains.
    example: tuple
    #: A model with none of these in it has nothing to do with the rule.
    words: tuple
    #: The library never comes to the end of the example: nothing of it can be recorded.
    endless: bool = False
    #: Only an instance that is reopened after every step shows it.
    reopen: bool = False
    #: The library corrected.
    correction: Callable = contextlib.nullcontext
    #: The model as the library understands it rightly.
    rewrite: Callable = staticmethod(lambda tree: tree)


MESSAGE = {"event": "message", "name": "m0", "payload": {"n": 1, "id": 1, "part": 1}}


def done(name="u", **data):
    return {"complete": name, "data": data}

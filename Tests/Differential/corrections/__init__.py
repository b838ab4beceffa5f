"""SpiffWorkflow 3.2.0 with one thing corrected at a time: what the bridge does on purpose, as a change of the library.

Each correction is a context manager. A difference is recognised where the corrected library prints the bridge's bytes.
"""

import contextlib
import functools


@contextlib.contextmanager
def replaced(owner, name, make):
    """The method is what `make` makes of the one that is there, for a while."""
    own = name in vars(owner)
    before = vars(owner).get(name)
    static = isinstance(before, staticmethod)
    method = functools.wraps(getattr(owner, name))(make(getattr(owner, name)))
    setattr(owner, name, staticmethod(method) if static else method)
    try:
        yield
    finally:
        if own:
            setattr(owner, name, before)
        else:
            delattr(owner, name)


def correction(*changes):
    """A context manager of several replacements."""

    @contextlib.contextmanager
    def together():
        with contextlib.ExitStack() as stack:
            for change in changes:
                stack.enter_context(replaced(*change))
            yield

    return together


def all_of(*corrections):
    """Several as one."""

    @contextlib.contextmanager
    def together():
        with contextlib.ExitStack() as stack:
            for one in corrections:
                stack.enter_context(one())
            yield

    return together

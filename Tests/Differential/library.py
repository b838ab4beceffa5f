"""Runs a scenario in SpiffWorkflow, in this process and within a limit of processor time."""

import contextlib
import copy
import datetime
import io
import json
import pathlib
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Clients"))
import spiff_trace  # noqa: E402


class TooLong(BaseException):
    """The library did not come to rest; not an Exception, so that nothing in it catches this."""


class Refused(Exception):
    """The library does not read the model, or cannot start it."""


def run(scenario, next_step, corrections=(), seconds=2.0):
    """The lines of its trace and the steps it took.

    `next_step(line)` tells the step after a line of the trace, None at the end. The last line is None where the
    library was stopped after its time was up.
    """
    lines, steps = [], []
    old = signal.signal(signal.SIGPROF, stop)
    # Its own time, not the clock's, which runs on while others run; again and again, a finaliser may swallow the first.
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.2)
    try:
        with contextlib.ExitStack() as stack:
            for correction in corrections:
                stack.enter_context(correction())
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
            take(scenario, next_step, lines, steps)
    except (TooLong, RecursionError, MemoryError):
        lines.append(None)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
    return lines, steps


def stop(number, frame):
    raise TooLong


def take(scenario, next_step, lines, steps):
    """As the oracle's own `main`, with steps that may depend on the trace so far."""
    spiff_trace.Clock.current = spiff_trace.Clock(2026, 1, 1, tzinfo=datetime.timezone.utc)
    try:
        # The library changes what it is given.
        run, step, accepted = spiff_trace.Run(copy.deepcopy(scenario), ""), None, None
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from error
    while True:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                accepted = None if step is None else run.apply(copy.deepcopy(step))
                run.settle()
                run.line(len(steps), accepted)
            run.restore()
        except Exception:
            lines.append(spiff_trace.canonical({"step": len(steps), "error": True}))
            return
        lines.append(printed.getvalue().rstrip("\n"))
        step = next_step(json.loads(lines[-1]))
        if step is None:
            return
        steps.append(step)


def replay(steps):
    """Steps that are known already."""
    rest = iter(steps)
    return lambda line: next(rest, None)

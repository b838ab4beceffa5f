"""What a client expects, one PASS or FAIL line each, and the exit status that follows from them."""
import argparse
import os
import pathlib
import sys
import tempfile
import time


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def that(self, fact, holds, seen=""):
        """Counts one expectation; `seen` tells what was there instead."""
        if holds:
            self.passed += 1
            print(f"PASS {fact}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL {fact}" + (f"\n     seen: {seen}" if seen != "" else ""), flush=True)
        return bool(holds)

    def equal(self, fact, seen, expected):
        return self.that(fact, seen == expected, f"{seen!r}, expected {expected!r}")


def until(condition, seconds):
    """Asks again until the answer is true; the last answer, whatever it is, when the time is up."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() >= end:
            return answer
        time.sleep(0.02)


def main(run, configure=lambda parser: None):
    """Runs `run(options, checks)` and exits 0 if every expectation held, 1 otherwise."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("binary", help="path of bpmn-bridge", type=os.path.abspath)
    parser.add_argument("broker", help="URL of a broker that may be written to")
    parser.add_argument("folder", help="where configurations, databases and logs go", nargs="?")
    configure(parser)
    options = parser.parse_args()
    options.folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="bpmn-bridge-clients-")).absolute()
    options.folder.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    try:
        run(options, checks)
    except Exception as error:  # a client that cannot go on has failed, and says where
        import traceback

        traceback.print_exc()
        checks.that("the client ran to its end", False, f"{type(error).__name__}: {error}")
    print(f"{checks.passed} passed, {checks.failed} failed", flush=True)
    sys.exit(0 if checks.failed == 0 and checks.passed > 0 else 1)

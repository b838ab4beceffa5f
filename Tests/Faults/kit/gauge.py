"""Memory and descriptors of a process over time, and whether they stay what they are."""
import os
import statistics
import threading
import time


class Gauge(threading.Thread):
    """Samples whatever process `pid()` gives: at once, and every two seconds."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.samples, self.ended = pid, [], threading.Event()

    def run(self):
        waiting = 0
        while not self.ended.wait(waiting):
            waiting = 2
            try:
                pid = self.pid()
                with open(f"/proc/{pid}/statm", encoding="ascii") as memory:
                    resident = int(memory.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
                descriptors, threads = (len(os.listdir(f"/proc/{pid}/{kind}")) for kind in ("fd", "task"))
                self.samples.append((time.monotonic(), pid, resident, descriptors, threads))
            except OSError:
                pass  # between two lives

    def of(self, pid, warm=0):
        """What one process needed, without its first `warm` seconds."""
        own = [sample for sample in self.samples if sample[1] == pid]
        return [sample for sample in own if sample[0] - own[0][0] >= warm]

    @staticmethod
    def quarters(samples):
        """(megabytes, descriptors, threads) in the middle of the first and of the last quarter."""
        size = max(1, len(samples) // 4)
        return [tuple(round(statistics.median(sample[place] for sample in part), 1) for place in (2, 3, 4))
                for part in (samples[:size], samples[-size:])]

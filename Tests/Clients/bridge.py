"""A bridge of the client's own: its configuration, its process, its log."""
import os
import pathlib
import signal
import subprocess

from checks import until

MODEL = pathlib.Path(__file__).resolve().parents[2] / "config" / "processes" / "shop.bpmn"


class Bridge:
    """`bpmn-bridge run` on one configuration; killed at the end of the `with` block if it still runs."""

    def __init__(self, binary, folder, configuration):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configuration = self.folder / "bridge.yaml"
        self.configuration.write_text(configuration)
        self.log = self.folder / "bridge.log"
        self.process, self.starts = None, 0

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        self.kill()
        if kind is not None:
            print(f"--- the end of {self.log}\n{self.tail()}", flush=True)

    def start(self, *wrapper, arguments=(), **environment):
        """Starts it, under the command `wrapper` if one is given, with `environment` added to ours."""
        self.starts += 1
        self.is_wrapped = bool(wrapper)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*wrapper, self.binary, "run", "--config", str(self.configuration), *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **environment},
                start_new_session=self.is_wrapped)
        return self

    def kill(self):
        """kill -9; of what wraps it, too: they have a session of their own."""
        if self.process and self.process.poll() is None:
            if self.is_wrapped:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def stop(self, seconds=60):
        """SIGTERM; the exit status, or None if it did not end in time."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def running(self):
        return self.process.poll() is None

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def tail(self, lines=30):
        return "\n".join(self.text().splitlines()[-lines:])

    def says(self, words, seconds):
        """Whether the log comes to hold one of `words`, whatever their case."""
        return until(lambda: any(word.lower() in self.text().lower() for word in words), seconds)

    def says_again(self, words, seconds):
        """Whether the log comes to hold `words` once for each start."""
        return until(lambda: self.text().count(words) >= self.starts or not self.running(), seconds) and self.running()

    def once(self, *arguments, seconds=60):
        """Another command of the binary, to its end: exit status and everything it printed."""
        ended = subprocess.run(
            [self.binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=seconds, cwd=self.folder, env={**os.environ, "NO_COLOR": "1"})
        return ended.returncode, ended.stdout.decode(errors="replace")

"""A broker of the test's own, which may be harmed: `deploy/broker` on a folder."""
import os
import pathlib
import subprocess

BROKER = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "broker"


class PrivateBroker:
    def __init__(self, folder, owner):
        self.folder = str(folder)
        self.url = self.call("start", "--for", str(owner), self.folder).strip()

    def call(self, *arguments):
        """`deploy/broker` with these arguments, to its end."""
        ended = subprocess.run(
            [BROKER, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=400, env={**os.environ, "BROKER_PATIENCE": "180"})
        if ended.returncode != 0:
            raise RuntimeError(f"broker {' '.join(arguments)}: {ended.stdout}")
        return ended.stdout

    def start(self):
        """Again if need be: a busy machine takes its time."""
        for attempt in range(3):
            try:
                self.call("start", self.folder)
                return
            except RuntimeError as error:
                print(f"attempt {attempt}: {error}", flush=True)
        raise RuntimeError("the broker does not come back")

    def kill(self):
        self.call("kill", self.folder)

    def stop(self):
        self.call("stop", self.folder)

    def control(self, *arguments):
        """rabbitmqctl"""
        return self.call("ctl", self.folder, *arguments)


class PrivateCluster(PrivateBroker):
    """Several nodes, counted from 1."""

    def __init__(self, folder, owner, nodes=3):
        self.folder = str(folder)
        self.urls = self.call("start", "--for", str(owner), "--cluster", str(nodes), self.folder).split()

    def url(self, node):
        return self.urls[node - 1]

    def kill_node(self, node):
        self.call("kill", f"{self.folder}/{node}")

    def start_node(self, node):
        self.call("start", f"{self.folder}/{node}")

    def signal_node(self, node, number):
        os.kill(int(self.known(node)["BEAM"]), number)

    def known(self, node):
        """What `deploy/broker` notes about a node."""
        lines = (pathlib.Path(self.folder) / str(node) / "env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

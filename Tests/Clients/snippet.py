"""What README shows to be copied does what README says, on a broker of the test."""
import shutil
import subprocess
import sys

import pika

from bridge import Bridge
from pages import ROOT, page

TEST_URL = "amqp://guest:guest@127.0.0.1:5672/"


def snippet(checks, options):
    """What README shows to be copied does what README says, on a broker of the test."""
    folder = options.folder / "snippet"
    shutil.rmtree(folder, ignore_errors=True)
    texts = {note.removeprefix("file: "): text.replace(TEST_URL, options.broker)
             for _, note, text in page(ROOT / "README.md").blocks if note.startswith("file: ")}
    checks.equal("README shows three files", sorted(texts), ["ask.py", "bridge.yaml", "hello.bpmn"])
    bridge = Bridge(options.binary, folder, texts["bridge.yaml"])
    for name in ("hello.bpmn", "ask.py"):
        (folder / name).write_text(texts[name])
    status, said = bridge.once("check", "--config", "bridge.yaml")
    checks.that("README's configuration passes check without a warning", status == 0 and "warning" not in said, said)
    connection = pika.BlockingConnection(pika.URLParameters(options.broker))
    try:
        clean(connection)
        with bridge:
            if not checks.that("README's bridge consumes", bridge.says([" consuming "], 30) and bridge.says([" publishing"], 30),
                               bridge.tail()):
                return
            client = [sys.executable, folder / "ask.py"]
            said = subprocess.run(client, text=True, capture_output=True, timeout=30)
            answers = [line.split(" ", 1)[-1] for line in said.stdout.splitlines()]
            checks.equal("README's client gets one answer", (answers, said.stderr), (["{'text': 'Hello Ada'}"], ""))
            second = subprocess.Popen(client, text=True, stdout=subprocess.PIPE)
            try:
                answer, _ = second.communicate(timeout=2)
                checks.that("… and none the second time, as README says", False, answer)
            except subprocess.TimeoutExpired:
                checks.that("… and none the second time, as README says", True)
            finally:
                second.kill()
                second.wait()
            _, said = bridge.once("instances", "--config", "bridge.yaml")
            checks.that("README's last command shows one instance", len(said.splitlines()) == 2 and "completed" in said, said)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
    finally:
        clean(connection)
        connection.close()


def clean(connection):
    channel = connection.channel()
    for queue in ("questions", "questions.dead", "answers"):
        channel.queue_delete(queue)
    channel.exchange_delete("workflow")

"""What a bridge's database holds after the run: read only, from a copy, with nothing of the bridge's own code."""
import os
import shutil
import sqlite3
import tempfile

COMPLETED = 1


def copy_database(path, target):
    """The database with its log, as they lie there."""
    for end in ("", "-wal", "-shm"):
        if os.path.exists(f"{target}{end}"):
            os.remove(f"{target}{end}")
        if end != "-shm" and os.path.exists(f"{path}{end}"):
            shutil.copyfile(f"{path}{end}", f"{target}{end}")


class Stored:
    """Rows of the tables that the promises are about."""

    def __init__(self, path):
        with tempfile.TemporaryDirectory(prefix="verdict-") as folder:
            copy = os.path.join(folder, "copy.sqlite")
            copy_database(path, copy)
            connection = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
            try:
                self.read(lambda text: connection.execute(text).fetchall())
            finally:
                connection.close()

    def read(self, rows):
        self.damage = [row[0] for row in rows("PRAGMA integrity_check") if row[0] != "ok"]
        self.instances = rows("SELECT id, sequence, caused_by, status FROM instance ORDER BY key")
        self.inbox = rows("SELECT i.id, i.body_hash, s.name FROM inbox i JOIN source s ON s.key = i.source ORDER BY position")
        self.outbox = rows(
            "SELECT o.position, i.id FROM outbox o LEFT JOIN instance i ON i.key = o.lane ORDER BY position")
        self.parked = rows("SELECT position, stage, reason FROM parked ORDER BY position")
        self.held = rows("SELECT position, name FROM held ORDER BY position")

    def leave_out(self, is_poison):
        """Forgets what came of messages that were sent to fail; what is parked of others stays to be judged elsewhere."""
        self.instances = [row for row in self.instances if not is_poison(row[2])]
        self.inbox = [row for row in self.inbox if not is_poison(row[0])]
        self.parked = []

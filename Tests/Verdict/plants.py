"""Errors to plant into a run that kept every promise: each must be found, as what it is and in its direction."""

PLANTS = []


def plant(direction, kind):
    def keep(function):
        PLANTS.append((function.__doc__, direction, kind, function))
        return function
    return keep


def an_arrival(journal, sequence=None):
    return next(each for each in journal.arrived if sequence in (None, each[2]))


@plant("in", "lost")
def _(journal, database):
    """an acknowledged message is not in the inbox"""
    identity = database.execute("SELECT id FROM inbox ORDER BY position LIMIT 1").fetchone()
    database.execute("DELETE FROM inbox WHERE id = ?", identity)


@plant("in", "applied twice")
def _(journal, database):
    """a message is twice in the inbox"""
    copy(database, "inbox", "position", "ORDER BY position LIMIT 1")


@plant("in", "applied twice")
def _(journal, database):
    """a message started two instances"""
    copy(database, "instance", "key", "ORDER BY key LIMIT 1", id="'00000000-0000-7000-8000-000000000000'")


@plant("in", "other body")
def _(journal, database):
    """a message is in the inbox with two bodies"""
    copy(database, "inbox", "position", "ORDER BY position LIMIT 1", body_hash="body_hash + 1")


@plant("in", "reordered")
def _(journal, database):
    """two messages changed places in the inbox"""
    swap_two(journal, database)


def swap_two(journal, database):
    sent = [identity for identity, _, _ in journal.sent]
    once = [identity for identity in sent if sent.count(identity) == 1]
    places = dict(database.execute("SELECT id, position FROM inbox").fetchall())
    one, other = [identity for identity in once if identity in places][:2]
    for position, identity in ((-1, one), (places[one], other), (places[other], one)):
        database.execute("UPDATE inbox SET position = ? WHERE id = ?", (position, identity))


@plant("in", "reordered")
def _(journal, database):
    """a message was applied after what the broker delivered behind it"""
    journal.delivered = [(identity, False) for identity, in database.execute("SELECT id FROM inbox ORDER BY position")]
    journal.delivered.insert(0, journal.delivered.pop(3))


@plant("in", "late")
def _(journal, database):
    """the broker itself delivered two messages in another order than they were sent"""
    swap_two(journal, database)
    journal.delivered = [(identity, True) for identity, in database.execute("SELECT id FROM inbox ORDER BY position")]


@plant("in", "unexpected")
def _(journal, database):
    """a message that nobody sent was applied"""
    copy(database, "inbox", "position", "ORDER BY position LIMIT 1", id="'nobody'")


@plant("in", "unexpected")
def _(journal, database):
    """something is parked"""
    database.execute(
        "INSERT INTO parked (kind, stage, reason, at, attempts, content) VALUES (0, 'apply', 'planted', 0, 0, x'')")


@plant("in", "unexpected")
def _(journal, database):
    """something is held"""
    database.execute("INSERT INTO held (kind, name, expires_at, content) VALUES (0, 'planted', 0, x'')")


@plant("in", "unexpected")
def _(journal, database):
    """a dead letter"""
    journal.dead.append(journal.sent[0][0])


@plant("out", "lost")
def _(journal, database):
    """a publication never came"""
    gone = an_arrival(journal)[0]
    journal.arrived = [each for each in journal.arrived if each[0] != gone]


@plant("out", "lost")
def _(journal, database):
    """an instance that should have been there never was, and with it what it emits"""
    instance = an_arrival(journal)[1]
    journal.arrived = [each for each in journal.arrived if each[1] != instance]
    database.execute("DELETE FROM instance WHERE id = ?", (instance,))


@plant("out", "lost")
def _(journal, database):
    """the last publication of an instance was never emitted"""
    arrival = an_arrival(journal, sequence=2)
    journal.arrived.remove(arrival)
    database.execute("UPDATE instance SET sequence = 1 WHERE id = ?", (arrival[1],))


@plant("out", "applied twice")
def _(journal, database):
    """the same fact came with another id"""
    identity, instance, _, *rest = an_arrival(journal, sequence=2)
    journal.arrived.append((f"{instance}/3", instance, 3, *rest))
    database.execute("UPDATE instance SET sequence = 3 WHERE id = ?", (instance,))


@plant("out", "duplicates")
def _(journal, database):
    """a publication came twice, the same"""
    journal.arrived.append(an_arrival(journal))


@plant("out", "other body")
def _(journal, database):
    """a publication came twice, with another body"""
    *rest, body = an_arrival(journal)
    journal.arrived.append((*rest, {**body, "amount": -1}))


@plant("out", "reordered")
def _(journal, database):
    """the second publication of an instance came before its first"""
    second = an_arrival(journal, sequence=2)
    journal.arrived.remove(second)
    journal.arrived.insert(0, second)


@plant("out", "unexpected")
def _(journal, database):
    """a publication that no instance emitted"""
    _, _, _, name, caused_by, body = an_arrival(journal)
    journal.arrived.append(("ghost/1", "ghost", 1, name, caused_by, {**body, "order_id": "ghost"}))


@plant("out", "unexpected")
def _(journal, database):
    """a publication with a wrong amount"""
    place = journal.arrived.index(an_arrival(journal))
    *rest, body = journal.arrived[place]
    journal.arrived[place] = (*rest, {**body, "amount": -1})


@plant("out", "unexpected")
def _(journal, database):
    """a publication whose id is not its instance and sequence"""
    place = journal.arrived.index(an_arrival(journal))
    identity, instance, sequence, *rest = journal.arrived[place]
    journal.arrived[place] = (f"{instance}/9", instance, sequence, *rest)


def copy(database, table, key, which, **changes):
    """The same row again, with another key and some columns changed."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != key]
    values = [changes.get(column, column) for column in columns]
    database.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} {which}")

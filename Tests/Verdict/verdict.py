#!/usr/bin/env python3
"""The verdict after a run with faults, in both directions: from what clients did and saw, and from the database.

    verdict.py JOURNAL STORE      prints the table; exit status 1 where a promise is broken

The bridge must have ended. Nothing of the bridge is asked: the clients' journal and a copy of the database are enough.
"""
import sys
from collections import Counter

from journal import Journal
from stored import Stored

COLUMNS = ("attempted", "acknowledged", "applied", "lost", "applied twice", "duplicates", "other body", "reordered", "unexpected")
FAULTS = ("lost", "applied twice", "other body", "reordered", "unexpected")


class Direction:
    def __init__(self, name):
        self.name, self.counts, self.examples = name, Counter(), []
        self.late = set()  # message ids that the broker delivered in another order than they were sent

    def fault(self, kind, detail):
        self.counts[kind] += 1
        if len(self.examples) < 12:
            self.examples.append(f"{self.name}, {kind}: {detail}")


class Verdict:
    """Counts once; `holds` says whether every promise was kept."""

    def __init__(self, journal, stored, is_poison=None):
        """`is_poison` tells the ids of messages that were sent to fail: somebody else judges what became of them."""
        self.journal, self.stored = journal, stored
        if is_poison:
            stored.leave_out(is_poison)
            journal.dead = [identity for identity in journal.dead if not is_poison(identity)]
            journal.arrived = [row for row in journal.arrived if not is_poison(row[3]) and not is_poison(row[4])]
        self.inward, self.outward = Direction("in"), Direction("out")
        self.waiting = len(stored.outbox)
        self.judge_inward(self.inward)
        self.judge_outward(self.outward)
        for damage in stored.damage:
            self.inward.fault("unexpected", f"the database is damaged: {damage}")

    @property
    def holds(self):
        return not any(side.counts[kind] for side in (self.inward, self.outward) for kind in FAULTS) and not self.waiting

    # --- in: what was sent, and what the database says became of it

    def judge_inward(self, side):
        sent = Counter(identity for identity, _, _ in self.journal.sent)
        bodies = Counter((identity, body) for identity, body, _ in self.journal.sent)
        taken = Counter(identity for identity, _, _ in self.stored.inbox)
        side.counts.update({
            "attempted": len(sent), "acknowledged": len(self.journal.acknowledged),
            "applied": len(taken.keys() & sent.keys()), "duplicates": sum(count - 1 for count in bodies.values())})
        for identity in self.journal.acknowledged - taken.keys():
            side.fault("lost", f"{identity} was acknowledged, and is not in the inbox")
        for (identity, body_hash, source), count in Counter(self.stored.inbox).items():
            if count > 1:
                side.fault("applied twice", f"{identity} is {count} times in the inbox of {source}")
        for identity, count in Counter((row[0], row[2]) for row in set(self.stored.inbox)).items():
            if count > 1:
                side.fault("other body", f"{identity[0]} is in the inbox with {count} bodies")
        started = Counter(row[2] for row in self.stored.instances)
        for identity, count in started.items():
            if count > 1:
                side.fault("applied twice", f"{identity} started {count} instances")
        self.judge_inward_order(side, sent)
        for identity in (taken.keys() | started.keys()) - sent.keys():
            side.fault("unexpected", f"{identity} was applied, and never sent")
        for row in self.stored.parked:
            side.fault("unexpected", f"parked {row}")
        for row in self.stored.held:
            side.fault("unexpected", f"held {row}")
        for identity in self.journal.dead:
            side.fault("unexpected", f"dead letter {identity}")

    def judge_inward_order(self, side, sent):
        """Messages are applied in the order in which the broker delivers them. Where nobody wrote that down, it is taken to
        be the order in which they were sent."""
        place = {}
        for number, (identity, _, _) in enumerate(self.stored.inbox):
            place.setdefault(identity, number)
        # What was sent once, on one connection, was in the queue in that order.
        sendings = [(identity, connection) for identity, _, connection in self.journal.sent
                    if sent[identity] == 1 and identity in place]
        if self.journal.delivered:
            self.judge_order_of_delivery(side)
            side.late = self.late(sendings, place)
            side.counts["late"] = len(side.late)
            return
        latest = {}
        for identity, connection in sendings:
            if place[identity] < latest.get(connection, -1):
                side.fault("reordered", f"{identity} was applied before what was sent before it")
            latest[connection] = max(latest.get(connection, -1), place[identity])

    def judge_order_of_delivery(self, side):
        """Each message in the inbox is there because of a delivery behind that of the message before it."""
        turns, latest = {}, -1
        for turn, (identity, _) in enumerate(self.journal.delivered):
            turns.setdefault(identity, []).append(turn)
        for identity, _, _ in self.stored.inbox:
            turn = next((turn for turn in turns.get(identity, []) if turn > latest), None)
            if turn is None:
                side.fault("reordered", f"{identity} was applied after what was delivered behind it")
            else:
                latest = turn

    @staticmethod
    def late(sendings, place):
        """What was applied after something that was sent later."""
        late, earliest = set(), {}
        for identity, connection in reversed(sendings):
            if place[identity] > earliest.get(connection, len(place)):
                late.add(identity)
            earliest[connection] = min(earliest.get(connection, len(place)), place[identity])
        return late

    # --- out: what the database says was emitted, and what came

    def judge_outward(self, side):
        emitted = {row[0]: row[1] for row in self.stored.instances}
        waiting = Counter(row[1] for row in self.stored.outbox)
        first, facts, latest = {}, {}, {}
        for identity, instance, sequence, name, caused_by, body in self.journal.arrived:
            record = (instance, sequence, name, caused_by, body)
            if identity in first:
                if first[identity] == record:
                    side.counts["duplicates"] += 1
                else:
                    side.fault("other body", f"{identity}: {first[identity]} and {record}")
                continue
            first[identity] = record
            if sequence <= latest.get(instance, 0):
                side.fault("reordered", f"{identity} came after {instance}/{latest[instance]}")
            latest[instance] = max(latest.get(instance, 0), sequence)
            self.judge_arrival(side, emitted, facts, identity, record)
        side.counts.update({
            "attempted": sum(emitted.values()), "acknowledged": sum(emitted.values()) - self.waiting,
            "applied": len(first)})
        for instance, last in emitted.items():
            missing = [number for number in range(1, last + 1) if f"{instance}/{number}" not in first]
            for number in missing[:max(0, len(missing) - waiting[instance])]:
                side.fault("lost", f"{instance}/{number} was emitted, is not in the outbox, and never came")
        for fact, (_, needs) in self.journal.expected.items():
            if fact not in facts and self.journal.acknowledged.issuperset(needs) and not self.waiting:
                side.fault("lost", f"{fact} never came, and everything it needs was acknowledged")

    def judge_arrival(self, side, emitted, facts, identity, record):
        instance, sequence, name, caused_by, body = record
        if identity != f"{instance}/{sequence}":
            side.fault("unexpected", f"{identity} says it is {instance}/{sequence}")
        if sequence > emitted.get(instance, 0):
            side.fault("unexpected", f"{identity} came, and no instance in the database emitted it")
        case = body.get("order_id") if isinstance(body, dict) else None
        if self.journal.expected.get((case, name), (None,))[0] != body:
            side.fault("unexpected", f"{identity} {name} {body}")
        known = facts.setdefault((case, name), identity)
        if known != identity:
            side.fault("applied twice", f"{case} {name}: {known} and {identity}")

    # --- what a person reads

    def table(self):
        wide = [max(len(column), 8) for column in COLUMNS]
        lines = ["     " + "  ".join(column.rjust(width) for column, width in zip(COLUMNS, wide))]
        for side in (self.inward, self.outward):
            counts = "  ".join(str(side.counts[column]).rjust(width) for column, width in zip(COLUMNS, wide))
            lines.append(f"{side.name:4} {counts}")
        if self.waiting:
            lines.append(f"{self.waiting} publications wait in the outbox")
        return "\n".join(lines + self.inward.examples + self.outward.examples)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(64)
    verdict = Verdict(Journal.read(sys.argv[1]), Stored(sys.argv[2]))
    print(verdict.table())
    sys.exit(0 if verdict.holds else 1)


if __name__ == "__main__":
    main()

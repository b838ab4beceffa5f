"""The scripts, conditions and times that models are made with."""

SCRIPTS = (
    "v0 = v0 + 1", "v1 = v0 * 2 - v2", "v2 = [v0, v1][v0 % 2]", "l = l + [v0]", "v0 = len(l)", "s = f'{v0}-{v1}'",
    "v1 = max(l) if l else 0", "if v0 > 3:\n    v0 = 0\nelse:\n    v2 = v2 + 1", "d = {'a': {'k': v0}, str(v1): v2}",
    "l = [x1 + v0 for x1 in l][:3]", "v2 = sum(l) // 2", "id = id + 1",
)  # fmt: skip

IN_PLACE = ("d['a']['k'] = v0", "d['b'] = v1", "l.append(v2)", "d['a']['c'] = [v1]")

CONDITIONS = ("v0 > 1", "v1 % 2 == 0", "v2 < v0", "len(l) > 2", "v0 == v1 or v2 > 2", "'b' in d", "not v0")

#: A script that tells how often it ran.
COUNTING = "try:\n    k = k + 1\nexcept NameError:\n    k = 0"

#: The first is the one that probes use.
TIMES = {
    "timer_date": (
        '"2026-01-01T00:00:20+00:00"', '"2026-01-01T00:01:00"', '"2025-12-31T23:00:00+00:00"',
        '"2026-01-01T01:00:10+01:00"', '"2025-12-31T19:00:30-05:00"', '"2026-01-02"', '"2026-W06-1T00:00:00"',
        'f"2026-01-01T00:00:{10 + v0}Z"',
    ),
    "timer_duration": (
        '"PT10S"', '"PT1M"', '"PT" + str(v0) + "S"', '"PT0S"', '"P1M"', '"P1W"', '"PT0.5S"', '"P1DT1H"', '"P1Y2M"',
    ),
    "timer_cycle": (
        '"R2/PT10S"', '"R1/PT5S"', '"R3/2026-01-01T00:00:05+00:00/PT10S"', '"R2/P1M"',
        '"R3/2026-01-01T00:00:10+00:00/P1M"', '"R2/PT10S/2026-01-01T00:00:30+00:00"',
    ),
}  # fmt: skip

#: Behind an event subprocess: what is due before anything runs is no matter of order.
LATER = {
    "timer_date": ('"2026-01-01T00:00:20+00:00"', '"2026-01-01T00:01:00"'),
    "timer_duration": ('"PT10S"', '"PT1M"'),
    "timer_cycle": ('"R2/PT10S"', '"R1/PT5S"'),
}

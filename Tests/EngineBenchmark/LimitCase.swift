import EnginePort
import Messages
import Models
import Values

/// A step that does as much of one kind of work as it may.
struct LimitCase {
    let name: String
    let model: ModelSource
    var data: Value = [:]
    /// What the instance is given after its start; nil for a step that is the start.
    var input: EngineInput?

    /// One statement again and again, on operands that are there before.
    static let scripts: [LimitCase] = [
        ("pass", "", "pass"), ("n = n + 1", "n = 0", "n = n + 1"), ("call", "def f(x): return x", "f(1)"),
        ("len", "t = [1] * 1000", "len(t)"), ("str find", text, "s.find('yx')"), ("str in", text, "'yx' in s"),
        ("str count", text, "s.count('x')"), ("str replace", text, "s.replace('x', 'y')"),
        ("str replace none", text, "s.replace('z', 'y')"), ("str split", text, "s.split('x')"),
        ("str split none", text, "s.split('z')"), ("str upper", text, "s.upper()"), ("str strip", text, "s.strip('x')"),
        ("str ==", text + "; u = 'x' * 20000", "s == u"), ("str slice", text, "s[1:]"), ("str index", text, "s[9999]"),
        ("str reversed", text, "s[::-1]"), ("str + ", text, "s + 'y'"), ("str * ", "", "'xy' * 10000"),
        ("str join", "t = ['x'] * 1000", "''.join(t)"), ("str format", text, "'{:>30000}'.format(s)"),
        ("f-string", text, "f'{s!r:>30000}'"), ("str %", text, "'%s' % s"), ("str zfill", "", "'1'.zfill(10000)"),
        ("str center", "", "'1'.center(10000)"), ("str startswith", text, "s.startswith(s)"),
        ("str translate", text, "s.translate({120: 'y'})"), ("str splitlines", "s = 'x\\n' * 10000", "s.splitlines()"),
        ("str expandtabs", "s = '\\t' * 1000", "s.expandtabs(100)"), ("str casefold", text, "s.casefold()"),
        ("str isalpha", text, "s.isalpha()"), ("str title", text, "s.title()"),
        ("str iteration", text, "\n  for c in s: pass"),
        ("unicode len", "s = 'é' * 10000", "len(s)"), ("unicode index", "s = 'é' * 10000", "s[9999]"),
        ("unicode rfind", "s = 'é' * 10000", "s.rfind('y')"), ("repr", text, "repr(s)"), ("hash", text, "hash(s)"),
        ("int(text)", "s = '1' * 18", "int(s)"), ("float(text)", "", "float('1.2345678901234567e300')"),
        ("str(float)", "", "str(1.2345678901234567e-300)"), ("pow", "", "pow(3, 1000001, 1000003)"),
        ("**", "", "2 ** 62"), ("round", "", "round(2.675, 2)"), ("divmod", "", "divmod(10 ** 18, 7)"),
        ("list index", numbers, "t.index(9999)"), ("list in", numbers, "-1 in t"),
        ("list count", numbers, "t.count(5)"),
        ("list copy", numbers, "t[:]"), ("list + ", numbers, "t + t"), ("list * ", "", "[1] * 10000"),
        ("list ==", numbers + "; u = list(range(10000))", "t == u"),
        ("list <", numbers + "; u = list(range(10000))", "t < u"),
        ("list reversed", numbers, "list(reversed(t))"), ("list reverse", numbers, "t.reverse()"),
        ("list sort", numbers, "t.sort()"), ("sorted", "t = [(i * 7919) % 10007 for i in range(5000)]", "sorted(t)"),
        ("sorted key", "t = list(range(1000))", "sorted(t, key=lambda x: -x)"),
        ("list insert", numbers, "t.insert(0, 1)"), ("list pop 0", numbers, "t.append(t.pop(0))"),
        ("list del", "t = list(range(30000))", "del t[0]"), ("list extend", "t = []", "t.extend([1])"),
        ("slice assignment", numbers, "t[0:1] = [1]"), ("slice step", numbers, "t[::2]"),
        ("sum", numbers, "sum(t)"), ("min", numbers, "min(t)"), ("any", "t = [0] * 10000", "any(t)"),
        ("zip", numbers, "list(zip(t, t))"), ("map", numbers, "list(map(str, t))"),
        ("filter", numbers, "list(filter(None, t))"),
        ("enumerate", numbers, "list(enumerate(t))"), ("comprehension", numbers, "[x for x in t]"),
        ("dict comprehension", numbers, "{x: x for x in t}"), ("generator", numbers, "sum(x for x in t)"),
        ("set", numbers, "set(t)"), ("set &", numbers + "; a = set(t)", "a & a"),
        ("set ==", numbers + "; a = set(t); b = set(t)", "a == b"),
        ("dict", "d = {i: i for i in range(5000)}", "dict(d)"),
        ("dict ==", "d = {i: i for i in range(5000)}; e = dict(d)", "d == e"),
        ("dict update", "d = {i: i for i in range(5000)}", "d.update(d)"),
        ("dict keys", "d = {i: i for i in range(5000)}", "list(d.keys())"),
        ("dict pop", "d = {i: i for i in range(5000)}", "d[0] = d.pop(0, 1)"),
        ("dict get", "d = {'a': 1}", "d.get('a')"),
        ("dict long key", text + "; d = {s: 1}", "d[s]"), ("tuple hash", "t = tuple(range(10000))", "hash(t)"),
        ("str(list)", numbers, "str(t)"), ("json.dumps", numbers, "json.dumps(t)"),
        ("json.loads", numbers + "; s = json.dumps(t)", "json.loads(s)"), ("json text", text, "json.dumps(s)"),
        ("unpack", "t = list(range(1000))", "a, *b = t"), ("star call", "t = [1] * 1000\ndef f(*a): return 1", "f(*t)"),
        ("exception", "", "\n  try: raise ValueError('x')\n  except ValueError: pass"),
        ("lookup error", "", "\n  try: {}['a']\n  except KeyError: pass"), ("math.factorial", "", "math.factorial(20)"),
        ("math.comb", "", "math.comb(60, 30)"), ("math.gcd", "", "math.gcd(2 ** 61, 3 ** 38)"),
        ("math.sin", "", "math.sin(1.0)"),
        ("math.fsum", "t = [0.1] * 10000", "math.fsum(t)"), ("math.prod", "t = [1] * 10000", "math.prod(t)"),
        ("random.random", "", "random.random()"), ("random.shuffle", numbers, "random.shuffle(t)"),
        ("random.sample", numbers, "random.sample(t, 100)"), ("random.choices", numbers, "random.choices(t, k=1000)"),
        ("uuid4", "", "uuid.uuid4()"), ("datetime.now", "", "datetime.datetime.now()"),
        ("strptime", "", "datetime.datetime.strptime('2026-01-02 03:04:05', '%Y-%m-%d %H:%M:%S')"),
        ("strftime", "d = datetime.datetime(2026, 1, 2)", "d.strftime('%Y-%m-%d %H:%M:%S')"),
        ("fromisoformat", "", "datetime.datetime.fromisoformat('2026-01-02T03:04:05+00:00')"),
        ("timedelta", "d = datetime.datetime(2026, 1, 2)", "d + datetime.timedelta(days=1)"),
        ("nested ==", "a = []; b = []\nfor i in range(200): a = [a]; b = [b]", "a == b"),
        ("nested str", "a = []\nfor i in range(200): a = [a]", "str(a)"),
        ("tuple of tuples", "t = (1,)\nfor i in range(24): t = (t, t)", "hash(t)"),
        ("frozenset of frozensets", "t = frozenset([1])\nfor i in range(24): t = frozenset([t, (t,)])", "hash(t)"),
        ("format float", "", "'{:.2f}'.format(1234.5678)"), ("% float", "", "'%.3e' % 1234.5678"),
        ("json floats", "t = [0.1] * 1000", "json.dumps(t)"), ("str lower unicode", "s = 'É' * 10000", "s.lower()"),
        ("str strip unicode", "s = 'é' * 10000", "s.strip('é')"), ("int of long text", "s = '0' * 10000", "int(s)"),
        ("dict add and delete", "d = {i: i for i in range(5000)}", "\n  d['x'] = 1\n  del d['x']"),
        ("set add and remove", "d = set(range(5000))", "\n  d.add(-1)\n  d.remove(-1)"),
        ("function made", "", "f = lambda x: x"), ("recursion", "def f(n): return 0 if n == 0 else f(n - 1)", "f(90)"),
    ].map { name, before, again in
        LimitCase(name: "script: \(name)", model: BenchmarkModel.script("\(before)\nwhile True: \(again)"))
    }

    private static let text = "s = 'x' * 20000"
    private static let numbers = "t = list(range(10000))"
}

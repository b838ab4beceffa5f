"""Random decision tables, the process around them, and what it is asked."""

from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
)
#: What each kind of input is written as; the last of a kind are labels of columns without an expression.
NUMBERS = ("x", "y", "x + y", "x - 1", "len(l)", "d['n']", "x or y", "x if s else y", "(x)", "abs(y)", "max(x, y)")
TEXTS = ("s", "t", "s + t", "s.lower()", "d['s']", "str(x)", "s or t", "t[:2]", "f'{s}!'")
LISTS = ("l", "m", "l + m", "sorted(l)", "[x, y]", "l[1:]", "d['l']")
LABELS = {"number": ("x", "y"), "text": ("s", "t"), "list": ("l", "m")}
INPUTS = {"number": NUMBERS, "text": TEXTS, "list": LISTS}
WORDS = ("a", "b", "Ab", "it's", "what?", 'say "hi"', "", "é")
#: What fails now and then.
BROKEN = ("nobody", "1 / 0", "> 'a'", "? + {}", "l[9]", "== d['none']", "None.x", "< None")
NAMES = ("r", "r", "q", "l", "d", "x", "d.n", "d.deep.er", "q.a", "q.b", "r.a", "name with space")


def number(rng):
    return str(rng.choice((-1, 0, 1, 2, 3, 4, 5, 1.0, 2.5, -0.5, 10**12)))


def text(rng):
    word = rng.choice(WORDS)
    quote = rng.choice("'\"")
    return quote + word.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


def literal(rng, kind):
    if kind == "number":
        return rng.choice((number(rng), number(rng), "True", "None", "x", "y", "len(s)"))
    if kind == "text":
        return rng.choice((text(rng), text(rng), "s", "t", "s + t", "None", "'a' 'b'"))
    items = ", ".join(rng.choice((number(rng), text(rng))) for _ in range(rng.randrange(4)))
    return rng.choice((f"[{items}]", f"[{items}]", "l", "m", "[]", "None", "list(range(3))"))


def compared(rng, kind):
    """A cell that goes on where the input ends."""
    operator = rng.choice(("<", ">", "<=", ">=", "==", "!=", "is", "is not"))
    value = "None" if operator.startswith("is") else literal(rng, kind)
    cell = f"{operator} {value}"
    if operator.startswith("is"):
        cell = " " + cell
    if rng.random() < 0.15:
        cell += rng.choice((" and x > 1", " or s == 'a'", " and not l", " if x else y"))
    return cell


def among(rng, kind):
    items = ", ".join(literal(rng, kind) for _ in range(rng.randrange(1, 4)))
    space = " " if rng.random() < 0.85 else ""
    return space + rng.choice(("in", "not in")) + f" [{items}]"


def asked(rng, kind):
    """A cell with question marks."""
    one, other = literal(rng, kind), literal(rng, kind)
    if kind == "number":
        return rng.choice((
            f"{one} < ? <= {other}", f"? > {one}", f"{one} <= ?", f"? in ({one}, {other})", f"? == {one} or ? == {other}",
            f"not ?", "?", f"abs(?) > 1", f"(lambda v: v > 1)(?)", f"any(? == i for i in l)", "? is None",
        ))  # fmt: skip
    if kind == "text":
        return rng.choice((
            f"? == {one}", f"{one} in ?", f"?.startswith({one})", f"len(?) > 1", f"? in [{one}, {other}]",
            f"?.upper() == ?", f"? + '?' == {one}", f"'?' in ?", f"[c for c in ? if c != 'a']", f"? and {one}",
        ))  # fmt: skip
    return rng.choice((
        f"1 in ?", f"len(?) > {rng.randrange(4)}", f"? == {one}", f"all(v != 2 for v in ?)", f"?[0] == 1 if ? else False",
        f"x in ? or y in ?", f"[v for v in ? if v]", f"'a' not in ?",
    ))  # fmt: skip


def condition(rng, kind):
    """An input cell; None for one without a text."""
    chance = rng.random()
    if chance < 0.01:
        return rng.choice(BROKEN)
    if chance < 0.03:
        return rng.choice(("  ", " 3", "\n> 1\n", " - ", "> 1  # more", "\t'a'"))
    return rng.choice((
        lambda: None, lambda: "-", lambda: literal(rng, kind), lambda: literal(rng, kind), lambda: compared(rng, kind),
        lambda: compared(rng, kind), lambda: among(rng, kind), lambda: asked(rng, kind), lambda: asked(rng, kind),
        lambda: ".startswith('a')" if kind == "text" else "!= 1",
    ))()  # fmt: skip


def result(rng):
    """An output cell."""
    chance = rng.random()
    if chance < 0.01:
        return rng.choice(("nobody", "1 / 0", "d['none']"))
    if chance < 0.12:
        return None
    return rng.choice((
        number(rng), text(rng), literal(rng, "list"), "x + 1", "s * 2", "l + [x]", "[l, x]", "{'n': x, 's': s}", "d",
        "{'a': {'b': [x, {'c': y}]}, 'l': [1, 2]}", "None", "True", "x > 1", "[{'a': x}, {'a': y, 'b': 1}]", "len(l)",
        "s.title() or 'nothing'", "[i * 2 for i in l if i == i]", "f'{x}-{s}'", "r if x else y", "{}", "[]", "[x, x, y]",
    ))  # fmt: skip


def table(rng):
    """A decision table as a tree: what `dmn` writes."""
    inputs, kinds = [], []
    for _ in range(rng.randrange(1, 4)):
        kind = rng.choice(("number", "number", "text", "list"))
        kinds.append(kind)
        if rng.random() < 0.12:
            inputs.append({"label": rng.choice(LABELS[kind] + (("nobody",) if rng.random() < 0.1 else ())), "text": None})
        else:
            inputs.append({"label": rng.choice((None, "Label")), "text": rng.choice(INPUTS[kind])})
    names = [rng.choice(NAMES) for _ in range(rng.randrange(1, 4))]
    rules = [
        {"in": [condition(rng, kind) for kind in kinds], "out": [result(rng) for _ in names]}
        for _ in range(rng.choice((1, 2, 3, 4, 6, 9)))
    ]
    return {
        "namespace": rng.choice(NAMESPACES), "prefixed": rng.random() < 0.3,
        "policy": rng.choice((None, "UNIQUE", "unique", "COLLECT", "COLLECT", "FIRST", "ANY", "Collect")),
        "inputs": inputs, "outputs": [{"name": n, "label": rng.random() < 0.3} for n in names], "rules": rules,
        "notes": rng.random() < 0.3,
    }  # fmt: skip


def dmn(tree, decision="rules"):
    """The DMN file of a table, as the decision of that name."""
    p = "dmn:" if tree["prefixed"] else ""
    out = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}definitions xmlns{":dmn" if p else ""}="{tree["namespace"]}" '
           'id="file" name="file" namespace="urn:test">', f'<{p}decision id="{decision}" name="Rules">']  # fmt: skip
    policy = "" if tree["policy"] is None else f' hitPolicy="{tree["policy"]}"'
    out.append(f'<{p}decisionTable id="table"{policy}>')
    for number, column in enumerate(tree["inputs"]):
        label = "" if column["label"] is None else f" label={quoteattr(column['label'])}"
        inner = "" if column["text"] is None else f"<{p}text>{escape(column['text'])}</{p}text>"
        out.append(f'<{p}input id="i{number}"{label}><{p}inputExpression id="e{number}" typeRef="string">{inner}'
                   f"</{p}inputExpression></{p}input>")  # fmt: skip
    for number, column in enumerate(tree["outputs"]):
        name = f'label={quoteattr(column["name"])} name=""' if column["label"] else f"name={quoteattr(column['name'])}"
        out.append(f'<{p}output id="o{number}" {name} typeRef="integer" />')
    for row, rule in enumerate(tree["rules"]):
        note = f"<{p}description>row {row}: nobody</{p}description>" if tree["notes"] else ""
        out.append(f'<{p}rule id="r{row}">{note}')
        for name, cells in (("inputEntry", rule["in"]), ("outputEntry", rule["out"])):
            for number, cell in enumerate(cells):
                note = f"<{p}description>1 / 0</{p}description>" if tree["notes"] and number else ""
                text = f"<{p}text />" if cell is None else f"<{p}text>{escape(cell)}</{p}text>"
                out.append(f'<{p}{name} id="{name[0]}{row}_{number}">{note}{text}</{p}{name}>')
        out.append(f"</{p}rule>")
    return "\n".join(out + [f"</{p}decisionTable></{p}decision></{p}definitions>\n"])


#: A person gives the data again and again; the result shows among it.
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="defs" targetNamespace="urn:test"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
<bpmn:process id="p" isExecutable="true">
<bpmn:startEvent id="start"/><bpmn:userTask id="ask"/>
<bpmn:businessRuleTask id="decide" camunda:decisionRef="rules"><bpmn:extensionElements>
<spiffworkflow:calledDecisionId>rules</spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>
<bpmn:exclusiveGateway id="more" default="again"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="decide"/>
<bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="more"/>
<bpmn:sequenceFlow id="again" sourceRef="more" targetRef="ask"/>
<bpmn:sequenceFlow id="f4" sourceRef="more" targetRef="end">
<bpmn:conditionExpression>stop</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>
"""


def data(rng):
    def numeric():
        return rng.choice((-1, 0, 1, 2, 3, 4, 5, 2.5, 1.0, True, None) if rng.random() < 0.15 else (0, 1, 2, 3, 4, 5))

    def items():
        return [rng.choice((0, 1, 2, 3, "a", "b", 1.0)) for _ in range(rng.randrange(4))]

    return {
        "x": numeric(), "y": numeric(), "s": rng.choice(WORDS), "t": rng.choice(WORDS), "l": items(), "m": items(),
        "d": {"n": numeric(), "s": rng.choice(WORDS), "l": items()},
    }  # fmt: skip


def steps(rng):
    given = [{"complete": "ask", "data": data(rng)}]
    for _ in range(rng.choice((2, 4, 7))):
        kept = data(rng)
        given.append({"complete": "ask", "data": {k: kept[k] for k in kept if rng.random() < 0.7}})
    return given + [{"complete": "ask", "data": {"stop": True}}]

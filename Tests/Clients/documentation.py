#!/usr/bin/env python3
"""README and the guides hold what they say: links, configurations, command lines, keys, files, the picture of the house,
and the snippet of README, which runs."""
import functools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pika

from bridge import Bridge
from checks import main

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDES = ROOT / "Sources" / "bpmn-bridge" / "Documentation.docc"
PAGES = [ROOT / "README.md", *sorted(GUIDES.glob("*.md"))]
README_LINES = 150
TEST_URL = "amqp://guest:guest@127.0.0.1:5672/"
# Code spans that begin so are files of this repository.
FOLDERS = ("Sources/", "Tests/", "config/", "deploy/")


class Page:
    """A page: its prose without blocks, its blocks, its headings."""

    def __init__(self, path):
        self.path, self.name = path, path.name
        self.text = path.read_text()
        self.blocks, prose = [], []  # (language, the comment before it, text)
        language, note, block = None, "", []
        for line in self.text.splitlines():
            fence = re.match(r"```(\w*)$", line)
            if language is None and fence:
                language, block = fence[1], []
            elif language is not None and line == "```":
                self.blocks.append((language, note, "\n".join(block) + "\n"))
                language, note = None, ""
            elif language is not None:
                block.append(line)
            else:
                comment = re.fullmatch(r"<!-- (.*) -->", line)
                note = comment[1] if comment else note if not line else ""
                prose.append(line)
        self.prose = "\n".join(prose)
        self.plain = re.sub(r"`[^`\n]*(?:\n[^`\n]+)?`", lambda span: " " * len(span[0]), self.prose)
        self.spans = [span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", self.prose)]
        self.headings = re.findall(r"^(#+ .*)$", self.prose, re.M)

    @functools.cached_property
    def anchors(self):
        """As GitHub makes them."""
        found = []
        for heading in self.headings:
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.lstrip("# ")).lower()
            anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            found.append(f"{anchor}-{found.count(anchor)}" if anchor in found else anchor)
        return set(found)


@functools.lru_cache(None)
def page(path):
    return Page(path)


def links(checks):
    for each in map(page, PAGES):
        broken = []
        for target in re.findall(r"\]\(([^)\s]+)\)", each.prose):
            if re.match(r"https?:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (each.path.parent / name).resolve() if name else each.path
            if not file.exists():
                broken.append(target)
            elif anchor and anchor not in page(file).anchors:
                broken.append(f"{target}: the anchors there are {sorted(page(file).anchors)}")
        checks.equal(f"{each.name}: every link and anchor leads somewhere", broken, [])


def index(checks):
    top = page(GUIDES / "bpmn-bridge.md")
    names = {path.stem for path in GUIDES.glob("*.md")} - {"bpmn-bridge"}
    checks.equal("the top page links to every page", set(re.findall(r"\]\((\w+)\.md\)", top.prose)), names)
    checks.equal("… and lists it for DocC, once", sorted(re.findall(r"<doc:(\w+)>", top.prose)), sorted(names))
    front = page(ROOT / "README.md")
    reachable = set(re.findall(r"Documentation\.docc/(\w+)\.md", front.prose))
    checks.equal("README leads to every page", reachable, names)
    checks.that(f"README has at most {README_LINES} lines", len(front.text.splitlines()) <= README_LINES,
                len(front.text.splitlines()))


def configurations(checks, options):
    """Every block that is called a whole configuration passes `check`, beside the models of the example."""
    found = 0
    for each in map(page, PAGES):
        for language, note, text in each.blocks:
            if language != "yaml" or note != "whole configuration":
                continue
            found += 1
            folder = options.folder / f"configuration-{found}"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ROOT / "config" / "processes", folder / "processes")
            (folder / "bridge.yaml").write_text(text)
            ended = subprocess.run(
                [options.binary, "check", "--config", folder / "bridge.yaml"], text=True, capture_output=True, timeout=60)
            checks.that(f"{each.name}: its configuration {found} passes check", ended.returncode == 0,
                        ended.stdout + ended.stderr)
    checks.that("there are whole configurations in the pages", found > 0)


class Help:
    """What the binary's own help says of a command, asked once."""

    def __init__(self, binary):
        self.binary, self.known = binary, {}

    def of(self, *command):
        if command not in self.known:
            text = subprocess.run(
                [self.binary, *command, "--help"], text=True, capture_output=True, timeout=60).stdout
            commands = text.partition("SUBCOMMANDS:")[2]
            self.known[command] = (
                set(re.findall(r"(?<![\w-])--?[\w-]+", text)), set(re.findall(r"^  ([a-z][\w-]*)", commands, re.M)))
        return self.known[command]

    def problem(self, words):
        """What of a command line there is not; None if all of it is known."""
        command = []
        while words and words[0] in self.of(*command)[1]:
            command.append(words.pop(0))
        if not command and not (words and re.fullmatch(r"[A-Z]+|--\w+", words[0])):
            return f"there is no command {words[:1]}"
        for word in words:
            option = re.match(r"--?[a-z][\w-]*", word)
            if option and option[0] not in self.of(*command)[0]:
                return f"`{' '.join(command)}` has no option {option[0]}"
        return None


def command_lines(page):
    for language, _, text in page.blocks:
        if language == "sh":
            for line in text.splitlines():
                found = re.match(r"(?:\S*/)?bpmn-bridge (.*)", line.partition("  #")[0])
                if found:
                    yield line, found[1]
    for span in page.spans:
        found = re.match(r"(?:\S*/)?bpmn-bridge (.+)", span)
        if found:
            yield span, found[1]


def commands(checks, options):
    known = Help(options.binary)
    told = 0
    for each in map(page, PAGES):
        wrong = []
        lines = list(command_lines(each))
        # Without the name: `parked retry --all`.
        lines += [(span, span) for span in each.spans if span.split()[0] in known.of()[1] and " " in span]
        for line, arguments in lines:
            told += 1
            arguments = re.sub(r"'[^']*'|\"[^\"]*\"", "VALUE", arguments.replace("\\|", "|"))
            problem = known.problem([word for word in arguments.split() if word not in ("&", "…")])
            if problem:
                wrong.append(f"{line}: {problem}")
        checks.equal(f"{each.name}: every command line is one", wrong, [])
    checks.that("command lines were found", told > 40, told)
    listed = {span.split()[1] for span in page(GUIDES / "Operating.md").spans if span.startswith("bpmn-bridge ")}
    checks.equal("Operating.md tells of every command", known.of()[1] - listed, set())


def schema_keys(schema):
    """Section → key → its schema, with sections named as in the page: `inbound[].unmatched`."""
    def resolved(node):
        return schema["$defs"][node["$ref"].rpartition("/")[2]] | {k: v for k, v in node.items() if k != "$ref"} \
            if "$ref" in node else node

    found = {}

    def walk(name, node):
        properties = node.get("properties", {})
        for key, value in properties.items():
            value = resolved(value)
            found.setdefault(name, {})[key] = value
            inner = f"{name}.{key}" if name else key
            walk(inner, value)
            for item in [value.get("items"), *resolved(value.get("items") or {}).get("oneOf", [])]:
                if item:
                    walk(inner + "[]", resolved(item))

    walk("", schema)
    return found


def keys(checks):
    """Every key of the schema has its row in the section of its object, with its default; and every row is a key."""
    schema = schema_keys(json.loads((ROOT / "config" / "bridge.schema.json").read_text()))
    sections = {}
    for part in re.split(r"^## ", page(GUIDES / "Configuration.md").prose, flags=re.M)[1:]:
        title, _, text = part.partition("\n")
        name = "" if title == "The root" else title.strip("`")
        if name in schema or title == "The root":
            sections[name] = dict(re.findall(r"^\| `([\w-]+)` \| (.*)$", text, re.M))
    checks.equal("Configuration.md has a section for every object of the schema", set(sections), set(schema))
    for name, described in schema.items():
        rows = sections.get(name, {})
        checks.equal(f"Configuration.md, {name or 'the root'}: its keys are the schema's", set(rows), set(described))
        for key, value in described.items():
            default = value.get("default")
            if default in (None, [], {}) or key not in rows:
                continue
            text = default if isinstance(default, str) else json.dumps(default)
            shown = rows[key].partition(" | ")[0]
            checks.that(f"Configuration.md, {name}.{key}: its default is {text}", f"`{text}`" in shown, shown)


def rooms():
    """Room → rooms and C libraries that it imports and does not get by another."""
    declaration = r'(?:room\(\s*|\.executableTarget\(\s*name: )"([\w-]+)",\s*(?:dependencies: )?\[([^\]]*)\]'
    declared = {}
    for name, dependencies in re.findall(declaration, (ROOT / "Package.swift").read_text()):
        if (ROOT / "Sources" / name).is_dir():
            declared[name] = set(re.findall(r'"([\w-]+)"', dependencies))

    def below(room):
        return declared.get(room, set()).union(*map(below, declared.get(room, set())))

    return {room: {each for each in direct if not any(each in below(other) for other in direct)}
            for room, direct in declared.items()}


def picture(checks):
    drawn = {}
    diagram = next(text for language, _, text in page(GUIDES / "Contributing.md").blocks if language == "mermaid")
    for line in diagram.splitlines()[1:]:
        name, _, targets = re.sub(r'\[".*?"\]', "", line).partition("-->")
        drawn[name.strip()] = {each.strip() for each in targets.split("&") if each.strip()}
    checks.equal("the picture of the house is Package.swift's", drawn, rooms())


def files(checks):
    """Files and types that the pages name exist."""
    paths = [path for folder in ("Sources", "Tests") for path in (ROOT / folder).rglob("*")]
    code = "\n".join(path.read_text(errors="replace") for path in paths if path.suffix in (".swift", ".py"))
    names = {word for path in paths for word in re.split(r"[.+]", path.name)}
    for each in map(page, PAGES):
        missing = []
        for span in each.spans:
            word = span.split()[0].rstrip("…,.").replace("…", "*")
            places = [word, f"{word}.swift"] if word.startswith(FOLDERS) else []
            if each.name == "Contributing.md" and word.split("/")[0] in rooms() and "/" in word:
                places = [f"Sources/{word}", f"Sources/{word}.swift"]
            if each.name == "Evidence.md" and re.match(r"(Faults|Clients)/", word):
                places = [f"Tests/{word}"]
            if places and not any((ROOT / place).exists() or any(ROOT.glob(place)) for place in places):
                missing.append(word)
            if each.name in ("Contributing.md", "Evidence.md"):
                missing += [name for name in re.findall(r"\b[A-Z][a-z]+[A-Z]\w+|\b\w+Tests\b", span)
                            if name not in names and not re.search(rf"\b{name}\b", code)]
        checks.equal(f"{each.name}: every file and type that it names exists", sorted(set(missing)), [])


def docc(checks):
    """The same pages make a site."""
    if not shutil.which("docc"):
        return print("SKIPPED: no docc in this toolchain", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            ["docc", "convert", GUIDES, "--output-path", f"{folder}/site", "--warnings-as-errors",
             "--fallback-display-name", "bpmn-bridge", "--fallback-bundle-identifier", "bpmn-bridge"],
            text=True, capture_output=True, timeout=120)
        said = ended.stdout + ended.stderr
        checks.that("docc makes a site of the pages without a warning",
                    ended.returncode == 0 and "warning" not in said, said[-2000:])


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


def run(options, checks):
    index(checks)
    links(checks)
    files(checks)
    keys(checks)
    picture(checks)
    configurations(checks, options)
    commands(checks, options)
    docc(checks)
    snippet(checks, options)


if __name__ == "__main__":
    main(run)

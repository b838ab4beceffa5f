#!/usr/bin/env python3
"""README and the guides hold what they say: links, configurations, command lines, keys, files, the picture of the house,
and the snippet of README, which runs."""
import json
import re
import shutil
import subprocess
import tempfile

from checks import main
from pages import GUIDES, PAGES, ROOT, page
from snippet import snippet
from told_commands import commands

README_LINES = 150
# Code spans that begin so are files of this repository.
FOLDERS = ("Sources/", "Tests/", "config/", "deploy/")


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


def log_keys(checks):
    """Every key of the log has its row, and every row is a key."""
    source = next((ROOT / "Sources").glob("*/LogKey.swift")).read_text()
    keys = re.findall(r'^    case \w+ = "(\w+)"$', source, re.M)
    text = page(GUIDES / "Operating.md").prose.partition("### Keys of log entries")[2].partition("\n## ")[0]
    checks.that("the keys of the log were read", len(keys) > 20, keys)
    checks.equal("Operating.md has a row for every key of the log, in order", re.findall(r"^\| `(\w+)` \|", text, re.M), keys)


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


def run(options, checks):
    index(checks)
    links(checks)
    files(checks)
    keys(checks)
    log_keys(checks)
    picture(checks)
    configurations(checks, options)
    commands(checks, options)
    docc(checks)
    snippet(checks, options)


if __name__ == "__main__":
    main(run)

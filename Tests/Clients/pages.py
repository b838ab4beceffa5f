"""README and the guides, read: prose, blocks, code spans, headings."""
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDES = ROOT / "Sources" / "bpmn-bridge" / "Documentation.docc"
PAGES = [ROOT / "README.md", *sorted(GUIDES.glob("*.md"))]


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

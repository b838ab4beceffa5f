"""The command lines that the pages tell of, held against what the binary's own help says."""
import re
import subprocess

from pages import GUIDES, PAGES, page


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

"""The library's decision tables as they are meant."""

import copy
import re

import corrections
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.specs.model import Rule

MARK = "dmninputexpr"
TEXT = re.compile(r"""('''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|#[^\n]*)""", re.DOTALL)


def cells(old):
    """White space around a cell means nothing, a word does not grow together with the input before it, a comment
    does not swallow what is put behind it, and a question mark in a text is none."""

    def evaluate(self, input_expr, match_expr, task):
        text = (match_expr or "").strip()
        if text in ("", "-"):
            return True
        engine = task.workflow.script_engine
        question = marked(text)
        if question != text:
            return engine.evaluate(task, question, {MARK: engine.evaluate(task, input_expr)})
        if self.needs_eq(engine, text):
            return engine.evaluate(task, f"({input_expr}) == ({text}\n)")
        return engine.evaluate(task, f"{input_expr} {text}")

    return evaluate


def marked(text):
    """With a name in the place of each question mark that is in no text and no comment."""
    parts = TEXT.split(text)
    return "".join(part if number % 2 else part.replace("?", MARK) for number, part in enumerate(parts))


def without_traces(old):
    """What an output expression changes is not kept."""

    def output(self, task):
        kept, task.data = task.data, copy.deepcopy(task.data)
        try:
            return old(self, task)
        finally:
            task.data = kept

    return output


corrected = corrections.correction((DMNEngine, "evaluate", cells), (Rule, "output_as_dict", without_traces))

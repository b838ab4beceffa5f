"""Event subprocesses as BPMN 2.0 has them, for a library that starts them at the wrong time.

What is in a process with an event subprocess goes into a subprocess, and the event subprocess behind a boundary event
of that: an interrupting one ends what is in it, the other runs beside it.
"""

import contextlib
import json

import corrections
from library import spiff_trace
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


def rewritten(model):
    """The model without event subprocesses."""
    changed = scope({**model, "called": {name: scope(called, name) for name, called in model["called"].items()}}, "p")
    if changed["standby"] != model["standby"]:
        # A subprocess has one start element: two of them stay outside.
        changed["scope_name"] = "p_outside"
        if model["start"] != "both":
            changed["body"][0]["start"] = model["start"]
            changed["start"] = None
    return changed


def scope(spec, name):
    body = [block(one) for one in spec["body"]]
    if spec["standby"]:
        around = [boundary(one) for one in spec["standby"]]
        body = [{"kind": "subprocess", "id": f"{name}_inside", "scope_name": name, "body": body, "standby": [],
                 "around": around}]  # fmt: skip
        return {**spec, "body": body, "standby": [], "scope_name": f"{name}_outside"}
    return {**spec, "body": body}


def boundary(spec):
    inner = {"kind": "subprocess", "id": spec["id"], "scope_name": f"{spec['id']}_inside",
             "body": [block(b) for b in spec["body"]], "standby": []}  # fmt: skip
    return {"id": f"{spec['id']}_start", "event": spec["event"], "beside": spec["beside"], "merge": False,
            "body": [inner]}  # fmt: skip


def block(one):
    changed = scope(one, one["id"]) if "standby" in one else dict(one)
    if "body" in one and "standby" not in one:
        changed["body"] = [block(b) for b in one["body"]]
    for name in ("branches", "around"):
        if one.get(name):
            changed[name] = [{**part, "body": [block(b) for b in part["body"]]} for part in one[name]]
    return changed


def stands_by(name):
    return name.startswith("es") and name.endswith("_start")


def shown(line):
    """A line of the trace as it is with an event subprocess: of those that stand by, only timers are shown."""
    if line is None:
        return None
    record = json.loads(line)
    if "waiting" in record:
        record["waiting"] = [w for w in record["waiting"] if w["event"] == "timer" or not stands_by(w["element"])]
    return spiff_trace.canonical(record)


# What runs beside a process leaves no data in it, unless a timer started it.


def vanishes(task):
    while task is not None:
        spec = task.task_spec
        if isinstance(spec, BoundaryEvent) and stands_by(spec.bpmn_id or "") and not spec.cancel_activity:
            return not isinstance(spec.event_definition, TimerEventDefinition)
        task = task.parent
    return False


def ends(old):
    def run(self, task):
        if not isinstance(self, control._EndJoin):
            return old(self, task)
        others = [t for t in task.workflow.tasks.values() if t.task_spec == self and t != task and vanishes(t)]
        kept = {other.id: other.parent.data for other in others}
        for other in others:
            other.parent.data = {}
        if vanishes(task):
            kept[task.id], task.parent.data, task.data = task.parent.data, {}, {}
        result = old(self, task)
        for other in others + [task]:
            if other.id in kept and other.parent is not None:
                other.parent.data = kept[other.id]
        return result

    return run


# It takes part in the conversation of the process it stands by.


def of_the_process(old):
    def catches(self, task, event):
        inside = conversation(task)
        if inside is None:
            return old(self, task, event)
        own = task.workflow
        before, own.correlations = own.correlations, inside.correlations or own.correlations
        try:
            return old(self, task, event)
        finally:
            own.correlations = before

    return catches


def conversation(task):
    if not isinstance(task.task_spec, BoundaryEvent) or not stands_by(task.task_spec.bpmn_id or ""):
        return None
    host = next(t for t in task.parent.children if not isinstance(t.task_spec, BoundaryEvent))
    return task.workflow.top_workflow.get_subprocess(host)


def for_itself(old):
    def catch(self, task, event=None):
        before = dict(task.workflow.correlations)
        old(self, task, event)
        if conversation(task) is not None:
            task.workflow.correlations = before

    return catch


# It interrupts at its event: what is in the process does not go on until it rests.


def at_once(old):
    def catch(self, task, event):
        if too_late(task):
            return
        old(self, task, event)
        interrupt(self, task)

    return catch


def in_time(old):
    def update(self, task):
        if too_late(task):
            return False
        fires = old(self, task)
        if fires:
            interrupt(self, task)
        return fires

    return update


def too_late(task):
    """Another has interrupted the process at the same event."""
    return getattr(conversation(task), "interrupted", None) not in (None, task.id)


def interrupt(spec, task):
    inside = conversation(task) if spec.cancel_activity else None
    if inside is not None:
        inside.interrupted = task.id
        end_beside(task.parent, task)


def end_beside(split, but=None):
    """What runs beside a process, begun by others, goes with it."""
    for other in split.children:
        if other is not but and isinstance(other.task_spec, BoundaryEvent) and stands_by(other.task_spec.bpmn_id):
            for child in list(other.children) if other.has_state(TaskState.FINISHED_MASK) else [other]:
                if not isinstance(child.task_spec, control.BoundaryEventJoin):
                    child.cancel()


def terminated(old):
    def complete(self, task):
        old(self, task)
        own = task.workflow
        if own.parent_workflow is None or not isinstance(self.event_definition, definitions.TerminateEventDefinition):
            return
        split = own.top_workflow.get_task_from_id(own.parent_task_id).parent
        if isinstance(split.task_spec, control.BoundaryEventSplit):
            end_beside(split)

    return complete


def interrupted(workflow):
    while workflow is not None:
        if getattr(workflow, "interrupted", None):
            return True
        workflow = workflow.parent_workflow
    return False


def rests(old):
    def run(self):
        if not interrupted(self.workflow):
            return old(self)
        if self.state == TaskState.READY:
            self.cancel()
        return None

    return run


together = corrections.correction(
    (BoundaryEvent, "catch", at_once),
    (BoundaryEvent, "_update_hook", in_time),
    (EndEvent, "_on_complete_hook", terminated),
    (Task, "run", rests),
    (UnstructuredJoin, "_run_hook", ends),
    (definitions.MessageEventDefinition, "catches", of_the_process),
    (definitions.MessageEventDefinition, "catch", for_itself))  # fmt: skip


@contextlib.contextmanager
def correction():
    with together():
        yield

"""SpiffWorkflow 3.2.0 with one thing corrected at a time: what the bridge does on purpose, written as a change of the library.

Each correction is a context manager. A difference is recognised where the corrected library prints the bridge's bytes.
"""
import contextlib
import copy
import functools

from SpiffWorkflow.bpmn.parser import event_parsers
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import CodeEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task as loops
from SpiffWorkflow.bpmn.specs.mixins import subworkflow_task
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.spiff.specs import event_definitions as spiff_definitions
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow


@contextlib.contextmanager
def replaced(owner, name, make):
    """The method is what `make` makes of the one that is there, for a while."""
    own = name in vars(owner)
    before = vars(owner).get(name)
    static = isinstance(before, staticmethod)
    method = functools.wraps(getattr(owner, name))(make(getattr(owner, name)))
    setattr(owner, name, staticmethod(method) if static else method)
    try:
        yield
    finally:
        if own:
            setattr(owner, name, before)
        else:
            delattr(owner, name)


def correction(*changes):
    """A context manager of several replacements."""

    @contextlib.contextmanager
    def together():
        with contextlib.ExitStack() as stack:
            for change in changes:
                stack.enter_context(replaced(*change))
            yield

    return together


# Signal end elements throw.

signal_end = correction((
    event_parsers.EndEventParser, "get_event_definition",
    lambda old: lambda self, paths: old(self, paths + [event_parsers.SIGNAL_EVENT_XPATH])))  # fmt: skip


# A boundary element that does not interrupt waits again.


def wait_again(old):
    def run(self, task):
        result = old(self, task)
        if self.cancel_activity or isinstance(self.event_definition, TimerEventDefinition):
            return result
        split = task.parent
        hosts = [child for child in split.children if not isinstance(child.task_spec, BoundaryEvent)]
        if any(not host.has_state(TaskState.FINISHED_MASK) for host in hosts):
            again = split._add_child(self, TaskState.WAITING)
            split._children.remove(again.id)
            split._children.insert(split._children.index(task.id) + 1, again.id)
            again.internal_data["held"] = True
            self._predict(again, mask=TaskState.NOT_FINISHED_MASK)
            self._update(again)
        return result

    return run


def was_false(old):
    """A condition that has fired must have been false before it fires again."""

    def has_fired(self, task):
        fired = old(self, task)
        if task.internal_data.get("held"):
            if not fired:
                task.internal_data["held"] = False
            return False
        return fired

    return has_fired


boundary_again = correction(
    (BoundaryEvent, "_run_hook", wait_again), (definitions.ConditionalEventDefinition, "has_fired", was_false))


# Data is nobody else's.


def merged_copy(old):
    return lambda a, b, path=None: old(a, copy.deepcopy(b) if path is None else b, path)


def copied_in(old):
    def copy_data(self, task, inner):
        old(self, task, inner)
        start = inner.get_next_task(spec_name="Start")
        start.data = copy.deepcopy(start.data)

    return copy_data


own_data = correction((DeepMerge, "merge", merged_copy), (subworkflow_task.CallActivity, "copy_data", copied_in))


# A gateway with one incoming flow joins nothing.


def is_split(spec):
    # The library counts the flows from one gateway to another as one; the models here call what joins a join.
    joins = isinstance(spec, control._EndJoin) or spec.name.endswith("_join")
    return len(spec._inputs) == 1 and not joins


def pass_on(old):
    def update(self, task):
        if not is_split(self):
            return old(self, task)
        task._inherit_data()
        return True

    return update


def run_on(old):
    return lambda self, task: True if is_split(self) else old(self, task)


two_tokens = correction((UnstructuredJoin, "_update_hook", pass_on), (UnstructuredJoin, "_run_hook", run_on))


# Every timer behind an event-based gateway has its own deadline.


class Slot:
    """A task as one timer among several sees it: with a memory of its own."""

    def __init__(self, task, number):
        self.workflow, self.data = task.workflow, task.data
        self.internal_data = task.internal_data.setdefault(f"timer {number}", {})

    def _get_internal_data(self, name, default=None):
        return self.internal_data.get(name, default)

    def _set_internal_data(self, **values):
        self.internal_data.update(values)


def own_deadlines(old):
    def has_fired(self, task):
        seen = task.internal_data.get("seen_events", [])
        for number, one in enumerate(self.event_definitions):
            is_new = not any(event.event_definition is one for event in seen)
            if isinstance(one, TimerEventDefinition) and is_new and one.has_fired(Slot(task, number)):
                seen.append(BpmnEvent(one))
        task.internal_data["seen_events"] = seen[:1]
        return len(seen) > 0

    return lambda self, task: old(self, task) if self.parallel else has_fired(self, task)


several_timers = correction((MultipleEventDefinition, "has_fired", own_deadlines))


# A repeating timer that interrupts rings once; what it started outlives the timer.


def interrupts_by_cycle(spec):
    cycle = isinstance(spec.event_definition, definitions.CycleTimerEventDefinition)
    return cycle and getattr(spec, "cancel_activity", False)


def fired_once(old):
    def has_fired(self, task):
        if interrupts_by_cycle(task.task_spec) and self.cycle_complete(task):
            task._set_internal_data(event_fired=True)
        return old(self, task)

    return has_fired


def predicted(old):
    def predict(self, task):
        if interrupts_by_cycle(self):
            super(CatchingEvent, self)._predict_hook(task)
        else:
            old(self, task)

    return predict


def no_child(old):
    return lambda self, task: None if interrupts_by_cycle(task.task_spec) else old(self, task)


cycle_once = correction(
    (definitions.CycleTimerEventDefinition, "has_fired", fired_once),
    (definitions.CycleTimerEventDefinition, "update_task", no_child),
    (CatchingEvent, "_predict_hook", predicted))  # fmt: skip


def kept_children(old):
    def check(self, task):
        finished, cancelled = old(self, task)
        for one in list(cancelled):
            spec = one.task_spec
            cycle = isinstance(getattr(spec, "event_definition", None), definitions.CycleTimerEventDefinition)
            if cycle and not spec.cancel_activity and one.children:
                cancelled.remove(one)
                one.workflow.top_workflow.event_manager.remove_task(one)
                one._set_state(TaskState.COMPLETED)
        return finished, cancelled

    return check


cycle_path = correction((control.BoundaryEventJoin, "_check_threshold_structured", kept_children))


# The first boundary event that interrupts is the only one.


def only_one(old):
    def check(self, task):
        finished, cancelled = old(self, task)
        events = [t for t in task.find_ancestor(self.split_task).children if isinstance(t.task_spec, BoundaryEvent)]
        interrupting = [t for t in events if t.task_spec.cancel_activity]
        if any(t.state == TaskState.COMPLETED for t in interrupting):
            cancelled = cancelled + [t for t in interrupting if t.state == TaskState.READY]
        return finished, cancelled

    return check


one_interrupts = correction((control.BoundaryEventJoin, "_check_threshold_structured", only_one))


# Loops: the item of a sequential loop may be there from the one before; a loop's data is its last run's.


def item_again(old):
    def create(self, task, item, key=None):
        if self.input_item is not None and task.internal_data.get("merged") and self.data_output is None:
            task.data.pop(self.input_item.bpmn_id, None)
        return old(self, task, item, key)

    return create


def begun(old):
    def create(self, task, item, key=None):
        if task.has_state(TaskState.PREDICTED_MASK):
            task._set_state(TaskState.FUTURE)
        return old(self, task, item, key)

    return create


sequence_begun = correction((loops.MultiInstanceTask, "create_child", begun))

item_left = correction((loops.MultiInstanceTask, "create_child", item_again))


def not_again(old):
    def update(self, task):
        if task.state == TaskState.STARTED and "merged" in task.internal_data:
            return None
        return old(self, task)

    return update


instances_once = correction(
    (loops.ParallelMultiInstanceTask, "_update_hook", not_again),
    (loops.SequentialMultiInstanceTask, "_update_hook", not_again),
    (loops.StandardLoopTask, "_update_hook", not_again))  # fmt: skip


def last_data(old):
    def merge(self, workflow, child):
        child.parent.data = {}
        old(self, workflow, child)

    return merge


def last_item(old):
    def merge(self, workflow, child):
        sequential = isinstance(self, loops.SequentialMultiInstanceTask)
        if sequential and (self.data_output is None or self.output_item is None):
            child.parent.data = {}
        old(self, workflow, child)

    return merge


loop_data = correction(
    (loops.StandardLoopTask, "merge_child", last_data), (loops.MultiInstanceTask, "merge_child", last_item))


# What was cancelled does not run.

cancelled_rests = correction((
    Task, "run", lambda old: lambda self: None if self.state == TaskState.CANCELLED else old(self)))  # fmt: skip


# An embedded subprocess knows its parent's correlations.


def inherited(old):
    def catches(self, task, event):
        workflow = own = task.workflow
        while not workflow.correlations and workflow.parent_workflow is not None:
            host = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
            if isinstance(host.task_spec, subworkflow_task.CallActivity):
                break
            workflow = host.workflow
        before, own.correlations = own.correlations, workflow.correlations
        try:
            return old(self, task, event)
        finally:
            own.correlations = before

    return catches


parent_correlations = correction((definitions.MessageEventDefinition, "catches", inherited))


# What is no longer there waits for nothing.


def gone(old):
    def removed(self, task):
        old(self, task)
        task.workflow.top_workflow.event_manager.remove_task(task)

    return removed


removed_waits = correction(
    (Workflow, "_task_removed_notify", gone), (BpmnSubWorkflow, "_task_removed_notify", gone))  # fmt: skip


# What runs in an instance of a loop ends when the loop is interrupted.


def ended(old):
    def removed(self, task):
        old(self, task)
        top = task.workflow.top_workflow
        if task.id in top.subprocesses:
            end(top, task)

    return removed


def end(top, task):
    if not task.has_state(TaskState.FINISHED_MASK):
        task._set_state(TaskState.CANCELLED)
    inner = top.subprocesses.pop(task.id)
    vars(top).setdefault("ended", {})[task.id] = task
    inner.cancel()
    for one in [t for t in list(inner.tasks.values()) if t.id in top.subprocesses]:
        end(top, one)


def known_yet(old):
    return lambda self, name: vars(self).get("ended", {}).get(name) or old(self, name)


loop_interrupted = correction(
    (Workflow, "_task_removed_notify", ended), (BpmnSubWorkflow, "_task_removed_notify", ended),
    (BpmnWorkflow, "get_task_from_id", known_yet))  # fmt: skip


# Errors, escalations and cancels are caught around the element that throws them.


def thrown_here(old):
    def throw(self, task):
        payload = None
        if self.expression is not None:
            payload = task.workflow.script_engine.evaluate(task, self.expression)
        task.workflow.top_workflow.catch(BpmnEvent(self, payload=payload, target=task.workflow))

    return throw


def cancel_here(old):
    def throw(self, task):
        task.workflow.top_workflow.catch(BpmnEvent(self, target=task.workflow))

    return throw


def climbing(old):
    def catch(self, event, internal=True):
        definition = event.event_definition
        is_cancel = isinstance(definition, definitions.CancelEventDefinition)
        if event.target is None or not (is_cancel or isinstance(definition, CodeEventDefinition)):
            return old(self, event, internal)
        level = event.target
        while level.parent_workflow is not None:
            host = self.workflow.get_task_from_id(level.parent_task_id)
            around = host.parent if isinstance(host.parent.task_spec, loops.LoopTask) else host
            split = around.parent.children if isinstance(around.parent.task_spec, control.BoundaryEventSplit) else []
            catching = [t for t in split if isinstance(t.task_spec, BoundaryEvent) and t.task_spec.catches(t, event)]
            for task in catching:
                task.task_spec.catch(task, event)
                task.task_spec._update(task)
            if catching or is_cancel:
                return len(catching)
            level = host.workflow
        self.workflow.bpmn_events.append(event)
        return 0

    return catch


caught_around = correction(
    (spiff_definitions.ErrorEventDefinition, "throw", thrown_here),
    (spiff_definitions.EscalationEventDefinition, "throw", thrown_here),
    (definitions.CancelEventDefinition, "throw", cancel_here),
    (EventManager, "catch", climbing))  # fmt: skip


# A pre-script runs once.


def script_once(old):
    def update(self, task):
        if self.prescript is None or not task.internal_data.get("prepared"):
            result = old(self, task)
            if self.prescript is not None:
                task.internal_data["prepared"] = True
            return result
        script, self.prescript = self.prescript, None
        try:
            return old(self, task)
        finally:
            self.prescript = script

    return update


def inherited_once(old):
    return lambda self: None if self.internal_data.get("prepared") else old(self)


prescript_once = correction((SpiffBpmnTask, "_update_hook", script_once), (Task, "_inherit_data", inherited_once))


# A repeating timer rings as often as it should have rung by now.


def caught_up(old):
    def rings(workflow):
        memory = [task.internal_data for task in workflow.event_manager.tasks.values()]
        return [(str(one.get("event_value")), one.get("event_fired")) for one in memory]

    def again(self, *arguments):
        old(self, *arguments)
        before = None
        while before != (now := rings(self)):
            before = now
            old(self, *arguments)

    return again


cycle_catches_up = correction((BpmnWorkflow, "do_engine_steps", caught_up))

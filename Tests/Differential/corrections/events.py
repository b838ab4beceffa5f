"""What is waited for, thrown and caught."""

import types

from SpiffWorkflow.bpmn.parser import event_parsers
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent, EventBasedGateway
from SpiffWorkflow.util.task import TaskState

from corrections import beside, correction
from library import spiff_trace

# Signal end elements throw.

signal_end = correction((
    event_parsers.EndEventParser, "get_event_definition",
    lambda old: lambda self, paths: old(self, paths + [event_parsers.SIGNAL_EVENT_XPATH])))  # fmt: skip


# A boundary element that does not interrupt waits again.


def wait_again(old):
    def run(self, task):
        over = times_over(self.event_definition, task)
        result = old(self, task)
        if self.cancel_activity or isinstance(self.event_definition, TimerEventDefinition) or over is None:
            return result
        split = task.parent
        hosts = [child for child in split.children if not isinstance(child.task_spec, BoundaryEvent)]
        # An event subprocess stands by as long as something else of its process runs, and that is it.
        if beside.stands_by(self.bpmn_id) or any(not host.has_state(TaskState.FINISHED_MASK) for host in hosts):
            again = split._add_child(self, TaskState.WAITING)
            split._children.remove(again.id)
            split._children.insert(split._children.index(task.id) + 1, again.id)
            again.internal_data["held"] = True
            again.internal_data["over"] = over
            again.internal_data.update({k: v for k, v in task.internal_data.items() if k.startswith("timer ")})
            self._predict(again, mask=TaskState.NOT_FINISHED_MASK)
            self._update(again)
        return result

    return run


def times_over(definition, task):
    """The positions of times among several events that have come, and come once; None where nothing else is left."""
    if not isinstance(definition, MultipleEventDefinition):
        return []
    several = definition.event_definitions
    times = [number for number, one in enumerate(several) if isinstance(one, TimerEventDefinition)]
    if definition.parallel:
        return None if times else []
    seen = [event.event_definition for event in task.internal_data.get("seen_events", [])]
    over = task.internal_data.get("over", []) + [n for n in times if any(several[n] == one for one in seen)]
    return None if len(over) == len(several) else over


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
    (BoundaryEvent, "_run_hook", wait_again), (definitions.ConditionalEventDefinition, "has_fired", was_false)
)


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


# Of several events that must all come, those that have come are not waited for any more.


def open_parts(definition, task):
    seen = [event.event_definition for event in task.internal_data.get("seen_events", [])]
    return [one for one in definition.event_definitions if not any(one == other for other in seen)]


def own_payloads(old):
    """What each of several events brings is taken."""

    def catch(self, task, event=None):
        parts = open_parts(self, task) if self.parallel else self.event_definitions
        caught = [one for one in parts if one.catches(task, event)]
        old(self, task, event)
        # A gateway does this itself when it goes on.
        if not isinstance(task.task_spec, EventBasedGateway):
            for one in caught:
                one.catch(task, event)
            task.internal_data.pop("event_fired", None)

    return catch


def all_data(old):
    def update(self, task):
        for one in self.event_definitions:
            if one.name in task.internal_data:
                one.update_task_data(task)

    return update


several_payloads = correction(
    (MultipleEventDefinition, "catch", own_payloads), (MultipleEventDefinition, "update_task_data", all_data)
)


def own_correlations(old):
    def update(self, task):
        for one in self.event_definitions:
            if isinstance(one, definitions.MessageEventDefinition):
                one.update_task(task)

    return update


several_correlations = correction((MultipleEventDefinition, "update_task", own_correlations))


def by_the_rest(old):
    def catches(self, task, event=None):
        if not self.parallel:
            return old(self, task, event)
        return any(one.catches(task, event) for one in open_parts(self, task)) or None

    return catches


def shows_the_rest(old):
    def line(self, *arguments):
        manager = self.workflow.event_manager
        before = manager.tasks
        manager.tasks = {name: rest(task) for name, task in before.items()}
        try:
            old(self, *arguments)
        finally:
            manager.tasks = before

    return line


def rest(task):
    definition = task.task_spec.event_definition
    if not isinstance(definition, MultipleEventDefinition):
        return task
    over = task.internal_data.get("over", [])
    parts = [one for number, one in enumerate(definition.event_definitions) if number not in over]
    event_definition = types.SimpleNamespace(
        event_definitions=open_parts(definition, task) if definition.parallel else parts)  # fmt: skip
    spec = types.SimpleNamespace(event_definition=event_definition, bpmn_id=task.task_spec.bpmn_id)
    return types.SimpleNamespace(task_spec=spec)


parallel_multiple = correction(
    (MultipleEventDefinition, "catches", by_the_rest), (spiff_trace.Run, "line", shows_the_rest)
)

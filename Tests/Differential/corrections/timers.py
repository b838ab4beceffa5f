"""Timers."""

import contextlib
from datetime import timezone

from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task as loops
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from corrections import correction

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
        seen, fired = task.internal_data.get("seen_events", []), []
        for number, one in enumerate(self.event_definitions):
            is_new = not any(event.event_definition is one for event in seen)
            is_new = is_new and number not in task.internal_data.get("over", [])
            slot = Slot(task, number)
            if isinstance(one, TimerEventDefinition) and is_new and one.has_fired(slot):
                fired.append((moment(one, slot.internal_data), one))
        seen += [BpmnEvent(one) for _, one in sorted(fired, key=lambda found: found[0])]
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


# Each turn comes to its rest before the next, which is not looked at when some task is done in between.


@contextlib.contextmanager
def asking(workflow):
    workflow.asks = True
    try:
        yield
    finally:
        workflow.asks = False


def asked(old):
    def refresh(self):
        with asking(self):
            old(self)

    return refresh


def when_asked(old):
    def complete(self, task):
        waits = task._get_internal_data("event_value") is not None
        asks = getattr(task.workflow.top_workflow, "asks", False)
        if waits and not asks:
            return False
        rings = old(self, task)
        if rings and not asks:
            # It begins now, and what begins with it rests before the clock is looked at.
            take_back(task.internal_data["event_value"])
            return False
        return rings

    return complete


def take_back(value):
    """The turn that has just been is to come."""
    value["next"] = last_turn(value).isoformat()
    value["cycles"] += 1


def next_turn(value):
    return definitions.timer.datetime.fromisoformat(value["next"])


def last_turn(value):
    return next_turn(value) - definitions.timer.timedelta(seconds=value["duration"])


# Asked twice, the library would also make the instances of a multi-instance behind the timer twice.


def not_again(old):
    def update(self, task):
        if task.state == TaskState.STARTED and "merged" in task.internal_data:
            return None
        return old(self, task)

    return update


cycle_catches_up = correction(
    (BpmnWorkflow, "do_engine_steps", caught_up),
    (BpmnWorkflow, "refresh_timers", asked),
    (definitions.CycleTimerEventDefinition, "cycle_complete", when_asked),
    (loops.ParallelMultiInstanceTask, "_update_hook", not_again),
    (loops.SequentialMultiInstanceTask, "_update_hook", not_again),
    (loops.StandardLoopTask, "_update_hook", not_again))  # fmt: skip


# What is due earlier comes first, with all that it leads to.


def moment(definition, memory):
    """When a timer is due; None where it is not set."""
    value = memory.get("event_value")
    if value is None:
        return None
    if isinstance(value, dict):
        # It is over with its last turn, though the library must ask it once more to see that.
        return next_turn(value) if value["cycles"] != 0 else last_turn(value)
    if isinstance(definition, definitions.DurationTimerEventDefinition):
        return TimerEventDefinition.get_datetime(value)
    return TimerEventDefinition.parse_time_or_duration(value)


def due(task, now):
    """The first moment that has passed of those a task waits for."""
    definition = task.task_spec.event_definition
    if isinstance(definition, TimerEventDefinition):
        moments = [moment(definition, task.internal_data)]
    else:
        seen = [event.event_definition for event in task.internal_data.get("seen_events", [])]
        moments = [
            moment(one, task.internal_data.get(f"timer {number}", task.internal_data))
            for number, one in enumerate(getattr(definition, "event_definitions", []))
            if isinstance(one, TimerEventDefinition)
            and not any(one is other or definition.parallel and one == other for other in seen)
            and number not in task.internal_data.get("over", [])
        ]
    return min((one for one in moments if one is not None and one < now), default=None)


def earliest(old):
    def refresh(self):
        now = definitions.timer.datetime.now(timezone.utc)
        moments = {task.id: due(task, now) for task in self.event_manager.tasks.values()}
        first = min((one for one in moments.values() if one is not None), default=None)
        if first is None:
            return old(self)
        with asking(self):
            for task in list(self.event_manager.tasks.values()):
                if moments.get(task.id) == first:
                    task.task_spec._update(task)
        return None

    return refresh


def by_the_clock(old):
    """A time that is set is looked at when its moment is, not when some task is done before."""

    def has_fired(self, task):
        waits = task._get_internal_data("event_value") is not None
        if waits and not getattr(task.workflow.top_workflow, "asks", False):
            return task._get_internal_data("event_fired", False)
        return old(self, task)

    return has_fired


by_moment = correction(
    (BpmnWorkflow, "refresh_timers", earliest),
    (definitions.TimeDateEventDefinition, "has_fired", by_the_clock),
    (definitions.DurationTimerEventDefinition, "has_fired", by_the_clock))  # fmt: skip

"""Timers."""

from datetime import timezone

from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.event import BpmnEvent

from corrections import correction
from corrections.cycles import asking, last_turn, next_turn

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

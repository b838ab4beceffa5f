"""Timers that repeat."""

import contextlib

from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task as loops
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from corrections import correction

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

"""Event subprocesses behind boundary elements, as `standing` puts them there: those stand by as BPMN 2.0 has it."""

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from corrections import correction
from corrections.beside import conversation, process, stands_by

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


def for_itself(old):
    """What its event correlates by is its own."""

    def catch(self, task, event=None):
        if conversation(task) is None:
            return old(self, task, event)
        own = task.workflow
        before, own.correlations = own.correlations, {}
        old(self, task, event)
        task.internal_data.setdefault("conversation", {}).update(own.correlations)
        own.correlations = before

    return catch


def begun(old):
    def create(self, task, name):
        inner = old(self, task, name)
        inner.correlations.update(task.parent.internal_data.get("conversation", {}))
        return inner

    return create


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
        if process(task.parent).has_state(TaskState.FINISHED_MASK):
            end(process(task.parent))


def end_beside(split, but=None):
    """What runs beside a process, begun by others, goes with it."""
    for other in split.children:
        if other is not but and isinstance(other.task_spec, BoundaryEvent) and stands_by(other.task_spec.bpmn_id):
            for child in list(other.children) if other.has_state(TaskState.FINISHED_MASK) else [other]:
                if not isinstance(child.task_spec, control.BoundaryEventJoin):
                    end(child)


def end(task):
    """It goes no further, and what it has come to is not the process's."""
    task.cancel()
    for one in task:
        one.data = {}


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


correction = correction(
    (BoundaryEvent, "catch", at_once),
    (BoundaryEvent, "_update_hook", in_time),
    (EndEvent, "_on_complete_hook", terminated),
    (Task, "run", rests),
    (UnstructuredJoin, "_run_hook", ends),
    (definitions.MessageEventDefinition, "catches", of_the_process),
    (definitions.MessageEventDefinition, "catch", for_itself),
    (BpmnWorkflow, "create_subprocess", begun))  # fmt: skip

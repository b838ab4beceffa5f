"""An event subprocess stands by as long as anything of its process runs, also what others began beside it."""

from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.util.task import TaskState

from corrections import correction
from corrections.beside import process, standing, stands_by


def stays(old):
    """The process is over, and still stood by."""

    def check(self, task):
        finished, cancelled = old(self, task)
        split = task.find_ancestor(self.split_task)
        if finished and runs_beside(split) and not is_interrupted(split):
            cancelled = [one for one in cancelled if not stands_by(one.task_spec.bpmn_id or "")]
        return finished, cancelled

    return check


def runs_beside(split):
    running = TaskState.READY | TaskState.STARTED | TaskState.WAITING
    joins = (control.BoundaryEventJoin, control._EndJoin)
    for other in standing(split):
        inner = [t for t in other if t is not other and not isinstance(t.task_spec, joins)]
        if other.state == TaskState.READY or any(t.has_state(running) for t in inner):
            return True
    return False


def is_interrupted(split):
    over = TaskState.READY | TaskState.COMPLETED
    return any(t.task_spec.cancel_activity and t.has_state(over) for t in standing(split))


def joined_before(old):
    """The process goes on once, whatever else begins beside it."""

    def update(self, task):
        split = task.find_ancestor(self.split_task)
        others = [t for t in split if t.task_spec is self and t is not task]
        if standing(split) and any(t.has_state(TaskState.READY | TaskState.COMPLETED) for t in others):
            task.cancel()
            return False
        return old(self, task)

    return update


def no_longer(old):
    def check(self, task):
        splits = [t for t in task.workflow.tasks.values() if isinstance(t.task_spec, control.BoundaryEventSplit)]
        for split in splits:
            begun = split.state == TaskState.COMPLETED
            if begun and process(split).has_state(TaskState.FINISHED_MASK) and not runs_beside(split):
                end_standing(split)
        return old(self, task)

    return check


def end_standing(split):
    for other in standing(split):
        if other.state == TaskState.WAITING and other.children and cycles(other):
            other.workflow.top_workflow.event_manager.remove_task(other)
            other._set_state(TaskState.COMPLETED)
        elif other.state == TaskState.WAITING:
            other.cancel()


def cycles(task):
    return isinstance(task.task_spec.event_definition, definitions.CycleTimerEventDefinition)


correction = correction(
    (control.BoundaryEventJoin, "_check_threshold_structured", stays),
    (control.BoundaryEventJoin, "_update_hook", joined_before),
    (control._EndJoin, "_check_threshold_unstructured", no_longer))  # fmt: skip

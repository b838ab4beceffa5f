"""What `standing` makes of event subprocesses, found again in the library's tasks."""

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent


def stands_by(name):
    """Whether a boundary element is the start of an event subprocess."""
    return name.startswith("es") and name.endswith("_start")


def conversation(task):
    """The process that a task stands by; None where it does not."""
    if not isinstance(task.task_spec, BoundaryEvent) or not stands_by(task.task_spec.bpmn_id or ""):
        return None
    return task.workflow.top_workflow.get_subprocess(process(task.parent))


def process(split):
    """The process among what stands by it."""
    return next(t for t in split.children if not isinstance(t.task_spec, BoundaryEvent))


def standing(split):
    """What stands by the process among the children of a split."""
    return [t for t in split.children if isinstance(t.task_spec, BoundaryEvent) and stands_by(t.task_spec.bpmn_id)]

"""The rounds in which things run."""

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from corrections import correction

# A process and what `standing` puts inside it run as the one that they are.


def as_one(old):
    """A round: what runs deepest comes to its rest first, then one pass over the process."""

    def steps(self, *callbacks):
        active = self.get_active_subprocesses()
        if not any(is_inside(one) for one in active):
            return old(self, *callbacks)
        for one in sorted((one for one in active if not is_inside(one)), key=depth, reverse=True):
            while run(one):
                pass
            host(one).task_spec._update(host(one))
        return run(self) or len(self.get_active_subprocesses()) > len(active)

    return steps


def run(workflow):
    """One pass over what is ready in it, also inside it and in its subprocesses; whether there was anything."""
    ready = [task for task in workflow.get_tasks(state=TaskState.READY) if not task.task_spec.manual]
    for task in ready:
        task.run()
    for inside in workflow.top_workflow.get_active_subprocesses():
        if is_inside(inside) and inside.parent_workflow is workflow:
            host(inside).task_spec._update(host(inside))
    return len(ready) > 0


def depth(workflow):
    return sum(not is_inside(level) for level in levels(workflow))


def levels(workflow):
    while workflow.parent_workflow is not None:
        yield workflow
        workflow = workflow.parent_workflow


def host(workflow):
    """The task that it runs in."""
    return workflow.top_workflow.get_task_from_id(workflow.parent_task_id)


def is_inside(workflow):
    return workflow.parent_workflow is not None and host(workflow).task_spec.bpmn_id.endswith("_inside")


one_process = correction((BpmnWorkflow, "_do_engine_steps", as_one))


# A subprocess is over with its last element, not two rounds later.


def at_once(old):
    def run(self):
        result = old(self)
        if self.workflow.parent_workflow is not None and not self.workflow.completed:
            for task in list(self.workflow.tasks.values()):
                if task.state == TaskState.READY and is_end(task.task_spec):
                    task.run()
        return result

    return run


def is_end(spec):
    return isinstance(spec, control._EndJoin) or spec.name == "End"


ends_at_once = correction((Task, "run", at_once))

"""Loops and multi-instance."""

from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task as loops
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from corrections import correction

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
    (loops.StandardLoopTask, "merge_child", last_data), (loops.MultiInstanceTask, "merge_child", last_item)
)


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

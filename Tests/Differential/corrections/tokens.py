"""Tokens and their data."""

import builtins
import copy

from SpiffWorkflow.bpmn.exceptions import WorkflowDataException
from SpiffWorkflow.bpmn.parser.node_parser import NodeParser
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs.mixins import subworkflow_task
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from corrections import correction

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


# What was cancelled does not run.


def not_on(old):
    """A subprocess that an element in it has cancelled does not go on either."""
    return lambda self, inner, task: None if task.state == TaskState.CANCELLED else old(self, inner, task)


def not_anew(old):
    return lambda self, task: False if task.state == TaskState.CANCELLED else old(self, task)


cancelled_rests = correction(
    (Task, "run", lambda old: lambda self: None if self.state == TaskState.CANCELLED else old(self)),
    (subworkflow_task.SubWorkflowTask, "_on_subworkflow_completed", not_on),
    (subworkflow_task.SubWorkflowTask, "_update_hook", not_anew))  # fmt: skip


# What is no longer there waits for nothing.


def gone(old):
    def removed(self, task):
        old(self, task)
        task.workflow.top_workflow.event_manager.remove_task(task)

    return removed


removed_waits = correction(
    (Workflow, "_task_removed_notify", gone), (BpmnSubWorkflow, "_task_removed_notify", gone))  # fmt: skip


# A data object belongs to a process further up.


def further_up(old):
    def resolve(self, reference):
        parser = self.process_parser if reference is not None else None
        while parser is not None:
            found = parser.spec.data_objects.get(reference.get("dataObjectRef"))
            if found is not None:
                return found
            parser = parser.parent
        return None

    return resolve


objects_climb = correction((NodeParser, "_resolve_data_object_ref", further_up))


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


# What an interrupted activity would have sent on has not arrived.


def never_came(old):
    def cancel(self):
        if self.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE):
            self.internal_data["never came"] = True
        return old(self)

    return cancel


def all_arrived(old):
    def check(self, task):
        if not old(self, task):
            return False
        for spec in self.inputs:
            came = [one for one in task.workflow.get_tasks(spec_name=self.name) if one.parent.task_spec is spec]
            if came and all(one.internal_data.get("never came") for one in came):
                return False
        return True

    return check


interrupted_sends_nothing = correction(
    (Task, "cancel", never_came), (ParallelGateway, "_check_threshold_unstructured", all_arrived))  # fmt: skip


# What came in an earlier turn of a loop has been joined then.


def joined_once(old):
    def run(self, task):
        others = [t for t in task.workflow.tasks.values() if t.task_spec is self and t.parent is not task.parent]
        earlier = {t.parent.id: t.parent for t in others if t.internal_data.get("joined")}
        kept = {parent.id: parent.data for parent in earlier.values()}
        for parent in earlier.values():
            parent.data = {}
        try:
            result = old(self, task)
        finally:
            for parent in earlier.values():
                parent.data = kept[parent.id]
        for one in others + [task]:
            if one is task or one.has_state(TaskState.FINISHED_MASK):
                one.internal_data["joined"] = True
        return result

    return run


join_in_loop = correction((UnstructuredJoin, "_run_hook", joined_once))


# A called process that ends at once has its outputs too.


def given_at_the_end(old):
    def update(self, task, inner):
        named = inner.spec.io_specification
        ended = inner.get_next_task(spec_name="End", state=TaskState.COMPLETED, skip_subprocesses=True)
        if named is None or not named.data_outputs or ended is not None:
            return old(self, task, inner)
        for output in named.data_outputs:
            if output.bpmn_id not in inner.last_task.data:
                raise WorkflowDataException("There is no such output", task=task, data_output=output)
            output.set(task, output.get(inner.last_task))
        return None

    return update


outputs_at_once = correction((subworkflow_task.CallActivity, "update_data", given_at_the_end))


# What the data lacks is not there, whatever Python has by that name.


def without_function(old):
    known = {name: value for name, value in vars(builtins).items() if name != "id"}
    return lambda self, text, data, more=None: old(self, text, data, {**(more or {}), "__builtins__": dict(known)})


no_such_name = correction((TaskDataEnvironment, "evaluate", without_function))

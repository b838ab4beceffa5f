"""What is stored of an instance and read back."""

import uuid

from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter

from corrections import correction

# Elements hear an event in the order in which they began to wait, not in that in which their tasks were made.


def with_order(old):
    def to_dict(self, workflow):
        return {**old(self, workflow), "waiting": [str(name) for name in workflow.event_manager.tasks]}

    return to_dict


def in_order(old):
    def from_dict(self, dct):
        waiting = [uuid.UUID(name) for name in dct.pop("waiting")]
        workflow = old(self, dct)
        found = workflow.event_manager.tasks
        # A task that only its state says to be waiting is not among those that were stored.
        names = [name for name in waiting if name in found] + [name for name in found if name not in waiting]
        workflow.event_manager.tasks = {name: found[name] for name in names}
        return workflow

    return from_dict


waiting_order = correction(
    (BpmnWorkflowConverter, "to_dict", with_order), (BpmnWorkflowConverter, "from_dict", in_order)
)

"""What a subprocess shares with what is around it, and what climbs out of it."""

from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import event_definitions as definitions
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import CodeEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task as loops
from SpiffWorkflow.bpmn.specs.mixins import subworkflow_task
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.spiff.specs import event_definitions as spiff_definitions

from corrections import beside, correction

# An embedded subprocess knows its parent's correlations.


def inherited(old):
    def catches(self, task, event):
        workflow = own = task.workflow
        while not workflow.correlations and workflow.parent_workflow is not None:
            host = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
            if isinstance(host.task_spec, subworkflow_task.CallActivity):
                break
            workflow = beside.conversation(host.parent) or host.workflow
        before, own.correlations = own.correlations, workflow.correlations
        try:
            return old(self, task, event)
        finally:
            own.correlations = before

    return catches


parent_correlations = correction((definitions.MessageEventDefinition, "catches", inherited))


# Errors, escalations and cancels are caught around the element that throws them.


def thrown_here(old):
    def throw(self, task):
        payload = None
        if self.expression is not None:
            payload = task.workflow.script_engine.evaluate(task, self.expression)
        task.workflow.top_workflow.catch(BpmnEvent(self, payload=payload, target=task.workflow))

    return throw


def cancel_here(old):
    def throw(self, task):
        task.workflow.top_workflow.catch(BpmnEvent(self, target=task.workflow))

    return throw


def climbing(old):
    def catch(self, event, internal=True):
        definition = event.event_definition
        is_cancel = isinstance(definition, definitions.CancelEventDefinition)
        if event.target is None or not (is_cancel or isinstance(definition, CodeEventDefinition)):
            return old(self, event, internal)
        level = event.target
        while level.parent_workflow is not None:
            host = self.workflow.get_task_from_id(level.parent_task_id)
            around = host.parent if isinstance(host.parent.task_spec, loops.LoopTask) else host
            if beside.conversation(around.parent) is not None:
                around = around.parent
            split = around.parent.children if isinstance(around.parent.task_spec, control.BoundaryEventSplit) else []
            catching = [t for t in split if isinstance(t.task_spec, BoundaryEvent) and t.task_spec.catches(t, event)]
            for task in catching:
                task.task_spec.catch(task, event)
                task.task_spec._update(task)
            if catching or is_cancel:
                return len(catching)
            level = host.workflow
        self.workflow.bpmn_events.append(event)
        return 0

    return catch


caught_around = correction(
    (spiff_definitions.ErrorEventDefinition, "throw", thrown_here),
    (spiff_definitions.EscalationEventDefinition, "throw", thrown_here),
    (definitions.CancelEventDefinition, "throw", cancel_here),
    (EventManager, "catch", climbing))  # fmt: skip

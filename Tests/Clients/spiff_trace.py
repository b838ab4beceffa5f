#!/usr/bin/env python3
"""Run one scenario in the real SpiffWorkflow library and print its trace, one JSON object a line.

    pip install SpiffWorkflow==3.2.0        # in a virtual environment
    spiff_trace.py scenario.json            # or - for standard input

`bpmn-bridge simulate` takes the same scenario and prints the same trace, so the two can be compared line by line.
The keys of both are described in the guide Simulate.md.
"""
import json
import os
import sys
import warnings
from datetime import datetime, timedelta, timezone

warnings.simplefilter("ignore")

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import timer as timer_module
import SpiffWorkflow.bpmn.specs.event_definitions as base_events
import SpiffWorkflow.spiff.specs.event_definitions as spiff_events
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG as BASE_CONFIG
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.camunda.parser.CamundaParser import NSMAP as CAMUNDA_NSMAP
from SpiffWorkflow.camunda.parser.task_spec import BusinessRuleTaskParser
from SpiffWorkflow.camunda.specs.business_rule_task import BusinessRuleTask
from SpiffWorkflow.dmn.parser import BpmnDmnParser
from SpiffWorkflow.dmn.serializer.task_spec import BaseBusinessRuleTaskConverter
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG as SPIFF_CONFIG

KINDS = {
    "MessageEventDefinition": "message",
    "SignalEventDefinition": "signal",
    "ErrorEventDefinition": "error",
    "EscalationEventDefinition": "escalation",
    "TimeDateEventDefinition": "timer",
    "DurationTimerEventDefinition": "timer",
    "CycleTimerEventDefinition": "timer",
    "ConditionalEventDefinition": "conditional",
    "CancelEventDefinition": "cancel",
}
EMITTED = {"message", "signal", "error", "escalation"}


class Clock(datetime):
    """Stands in for `datetime` in the timer module, so that `advance` can move the time."""

    current = datetime(2026, 1, 1, tzinfo=timezone.utc)

    @classmethod
    def now(cls, tz=None):
        return cls.current if tz is None else cls.current.astimezone(tz)


timer_module.datetime = Clock


class Engine(PythonScriptEngine):
    def __init__(self, services):
        super().__init__()
        self.services = services

    def call_service(self, task, **kwargs):
        return json.dumps(self.services[kwargs["operation_name"]])


class PlainParser(BpmnDmnParser):
    """The library's plain parser, with the one business rule task that is not Spiff's own."""

    OVERRIDE_PARSER_CLASSES = {full_tag("businessRuleTask"): (BusinessRuleTaskParser, BusinessRuleTask)}


PLAIN_CONFIG = {**BASE_CONFIG, BusinessRuleTask: BaseBusinessRuleTaskConverter}


class Run:
    def __init__(self, scenario, base):
        self.dialect = scenario.get("dialect", "spiff")
        parser = SpiffBpmnParser() if self.dialect == "spiff" else PlainParser(namespaces=CAMUNDA_NSMAP)
        for path in scenario["models"] + scenario.get("decisions", []):
            path = os.path.join(base, path)
            tree = etree.parse(path)
            if "/spec/DMN/" in tree.getroot().tag:
                parser.add_dmn_xml(tree.getroot(), path)
            else:
                parser.add_bpmn_xml(tree, path)
        self.events = spiff_events if self.dialect == "spiff" else base_events
        self.services = scenario.get("services", {})
        self.reopen = scenario.get("reopen", False)
        process = scenario["process"]
        spec, subs = parser.get_spec(process), parser.get_subprocess_specs(process)
        self.workflow = BpmnWorkflow(spec, subs, script_engine=Engine(self.services))
        config = SPIFF_CONFIG if self.dialect == "spiff" else PLAIN_CONFIG
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
        if scenario.get("data"):
            self.workflow.task_tree.set_data(**scenario["data"])

    def settle(self):
        while True:
            self.workflow.do_engine_steps()
            if not [t for t in self.workflow.get_tasks(state=TaskState.READY) if not t.task_spec.manual]:
                return

    def definition(self, step):
        kind, name = step["event"], step.get("name")
        if kind == "message":
            return self.events.MessageEventDefinition(name)
        if kind == "signal":
            return self.events.SignalEventDefinition(name)
        cls = self.events.ErrorEventDefinition if kind == "error" else self.events.EscalationEventDefinition
        return cls(name, code=step.get("code"))

    def correlations(self, step):
        """What the sender must compute: the retrieval expressions of the waiting message, on the payload."""
        if "correlations" in step:
            return step["correlations"]
        found = {}
        for task in self.workflow.event_manager.tasks.values():
            for definition in flatten(task.task_spec.event_definition):
                if isinstance(definition, base_events.MessageEventDefinition) and definition.name == step.get("name"):
                    computed = definition.calculate_correlations(
                        self.workflow.script_engine, definition.correlation_properties, step.get("payload"))
                    found.update(computed)
        return found

    def apply(self, step):
        if "complete" in step:
            ready = [t for t in self.workflow.get_tasks(state=TaskState.READY)
                     if t.task_spec.manual and t.task_spec.bpmn_id == step["complete"]]
            if not ready:
                return False
            ready[0].data.update(step.get("data", {}))
            ready[0].run()
            return True
        if "reset" in step:
            # What has been at the element last; what is only foreseen has not been there.
            seen = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.FINISHED_MASK
            been = [t for t in self.workflow.get_tasks(state=seen)
                    # The instances of a loop have its name: the loop itself is meant.
                    if t.task_spec.bpmn_id == step["reset"] != getattr(t.parent and t.parent.task_spec, "bpmn_id", None)]
            if not been:
                return False
            self.workflow.reset_from_task_id(been[-1].id, step.get("data"))
            return True
        if "advance" in step:
            Clock.current += timedelta(seconds=step["advance"])
            return True
        waiting = len(self.workflow.event_manager.tasks)
        try:
            correlations = self.correlations(step) if step["event"] == "message" else {}
            self.workflow.send_event(BpmnEvent(self.definition(step), step.get("payload"), correlations))
            return True
        except Exception as error:  # the library raises raw NameError and WorkflowException alike
            if "not waiting for" in str(error):
                return False
            raise

    def line(self, number, accepted, error=None):
        emitted = []
        for event in self.workflow.get_events():
            kind = KINDS.get(type(event.event_definition).__name__)
            if kind in EMITTED:
                emitted.append(clean({
                    "event": kind, "name": event.event_definition.name,
                    "code": getattr(event.event_definition, "code", None),
                    "payload": event.payload, "correlations": event.correlations or None}))
        waiting = []
        for task in self.workflow.event_manager.tasks.values():
            for definition in flatten(task.task_spec.event_definition):
                kind = KINDS.get(type(definition).__name__, type(definition).__name__)
                # Error, escalation and cancel boundary events listen inside their own process only.
                if kind in ("message", "signal", "timer", "conditional"):
                    name = definition.name if kind in ("message", "signal") else None
                    waiting.append(clean({"event": kind, "name": name, "element": task.task_spec.bpmn_id}))
        ready = [{"element": t.task_spec.bpmn_id, "data": t.data}
                 for t in self.workflow.get_tasks(state=TaskState.READY) if t.task_spec.manual]
        record = {
            "step": number, "accepted": accepted, "emitted": emitted,
            "waiting": sorted(waiting, key=canonical), "ready": sorted(ready, key=canonical),
            "completed": self.workflow.completed}
        if error:
            record["error"] = True
        if self.workflow.completed:
            record["data"] = {k: v for k, v in self.workflow.last_task.data.items()}
        print(canonical(record))

    def restore(self):
        if self.reopen:
            self.workflow = self.serializer.deserialize_json(self.serializer.serialize_json(self.workflow))
            self.workflow.script_engine = Engine(self.services)


def flatten(definition):
    inner = getattr(definition, "event_definitions", None)
    return [definition] if not inner else [leaf for d in inner for leaf in flatten(d)]


def clean(record):
    return {k: v for k, v in record.items() if v is not None}


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))


def main(path):
    base = os.path.dirname(os.path.abspath(path)) if path != "-" else os.getcwd()
    scenario = json.load(sys.stdin if path == "-" else open(path))
    run = Run(scenario, base)
    for number, step in enumerate([None] + scenario.get("steps", [])):
        accepted = None
        try:
            if step is not None:
                accepted = run.apply(step)
            run.settle()
            run.line(number, accepted)
            run.restore()
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            print(canonical({"step": number, "error": True}))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

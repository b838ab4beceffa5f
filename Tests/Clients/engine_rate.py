#!/usr/bin/env python3
"""How fast SpiffWorkflow is on the order model, for comparison with the engine's own benchmark.

    engine_rate.py MODEL [ORDERS]

An order is two events: one starts an instance, the other ends it. It tells processor time, first with instances kept in
memory, then with each written out after every event and read back before the next, as a bridge that survives must.
"""
import sys
import time
import warnings

warnings.simplefilter("ignore")

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition


class Rate:
    def __init__(self, model):
        parser = SpiffBpmnParser()
        parser.add_bpmn_file(model)
        self.spec, self.subs = parser.get_spec("p"), parser.get_subprocess_specs("p")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(DEFAULT_CONFIG))

    def send(self, workflow, name, number, payload):
        correlations = {"order_key": {"order_id": number}}
        workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload, correlations))
        workflow.do_engine_steps()
        workflow.get_events()

    def order(self, number, keep):
        line = {"qty": 2, "price": 5}
        workflow = BpmnWorkflow(self.spec, self.subs)
        workflow.do_engine_steps()
        self.send(workflow, "placed", number, {"order_id": number, "lines": [line, line, line]})
        workflow = keep(workflow)
        self.send(workflow, "received", number, {"order_id": number, "amount": 100})
        workflow = keep(workflow)
        if not workflow.completed:
            raise SystemExit("the order has not ended: this is not the model that is measured")

    def stored(self, workflow):
        return self.serializer.deserialize_json(self.serializer.serialize_json(workflow))

    def measure(self, orders, keep):
        for number in range(20):
            self.order(number, keep)
        before = time.process_time()
        for number in range(orders):
            self.order(number, keep)
        return 2 * orders / (time.process_time() - before)


def main():
    orders = int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    rate = Rate(sys.argv[1])
    print(f"in memory: {rate.measure(orders, lambda workflow: workflow):.0f} events/s")
    print(f"stored: {rate.measure(orders // 5, rate.stored):.0f} events/s")


if __name__ == "__main__":
    main()

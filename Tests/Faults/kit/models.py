"""Small processes beside the shop: each is started by a message `<id>_begun` and tells by messages what it did."""

PAYLOAD = """<bpmn:extensionElements><spiffworkflow:messagePayload>{payload}</spiffworkflow:messagePayload></bpmn:extensionElements>"""
VARIABLE = """<bpmn:extensionElements><spiffworkflow:messageVariable>{name}</spiffworkflow:messageVariable></bpmn:extensionElements>"""


def process(name, elements, told):
    """A process `name`: its start, `elements` one after the other, and an end that throws `told` with the order's id."""
    first = ('start', f'<bpmn:startEvent id="{name}_start"><bpmn:messageEventDefinition messageRef="{name}_begun">'
             f'{VARIABLE.format(name="begun")}</bpmn:messageEventDefinition></bpmn:startEvent>')
    payload = PAYLOAD.format(payload='{"order_id": begun["order_id"]}')
    last = ('end', f'<bpmn:endEvent id="{name}_end"><bpmn:messageEventDefinition messageRef="{told}">{payload}'
            '</bpmn:messageEventDefinition></bpmn:endEvent>')
    chain = [first, *[(str(number), text.replace("ID", f"{name}_{number}")) for number, text in enumerate(elements)], last]
    flows = "".join(
        f'<bpmn:sequenceFlow id="{name}_to_{target}" sourceRef="{name}_{source}" targetRef="{name}_{target}"/>'
        for (source, _), (target, _) in zip(chain, chain[1:]))
    return f'<bpmn:process id="{name}" isExecutable="true">{"".join(text for _, text in chain)}{flows}</bpmn:process>'


def script(text):
    return f'<bpmn:scriptTask id="ID"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'


def timer(duration):
    return ('<bpmn:intermediateCatchEvent id="ID"><bpmn:timerEventDefinition><bpmn:timeDuration>'
            f'"{duration}"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>')


def send_for_each(message, collection, payload):
    """One message for each item of `collection`, which is `item` in the payload."""
    return (f'<bpmn:sendTask id="ID" messageRef="{message}">{PAYLOAD.format(payload=payload)}'
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>'
            '<bpmn:inputDataItem id="item" name="item"/></bpmn:multiInstanceLoopCharacteristics></bpmn:sendTask>')


def model(messages, *processes):
    declared = "".join(f'<bpmn:message id="{name}" name="{name}"/>' for name in messages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="kit" targetNamespace="http://example.org/kit"'
        f' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">{declared}{"".join(processes)}</bpmn:definitions>')

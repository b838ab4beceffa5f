"""Writing elements of BPMN and of SpiffWorkflow's extension."""

import xml.etree.ElementTree as ET

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
ET.register_namespace("bpmn", BPMN)
ET.register_namespace("spiffworkflow", SPIFF)


def root():
    return ET.Element(f"{{{BPMN}}}definitions", {"targetNamespace": "http://example.org/test", "id": "defs"})


def text(tree):
    ET.indent(tree)
    return ET.tostring(tree, encoding="unicode", xml_declaration=True) + "\n"


def sub(parent, tag, text=None, namespace=BPMN, /, **attributes):
    child = ET.SubElement(parent, f"{{{namespace}}}{tag}", {k: str(v) for k, v in attributes.items()})
    child.text = text
    return child


def extension(parent, tag, text=None, /, **attributes):
    holder = parent.find(f"{{{BPMN}}}extensionElements")
    if holder is None:
        holder = ET.Element(f"{{{BPMN}}}extensionElements")
        parent.insert(0, holder)
    return sub(holder, tag, text, SPIFF, **attributes)


def names(parent, inputs, outputs):
    """An io specification."""
    io = sub(parent, "ioSpecification")
    ways = (("input", inputs or []), ("output", outputs or []))
    prefix = parent.get("id")
    for way, found in ways:
        for name in found:
            sub(io, f"data{way.title()}", id=name, name=name)
    for way, found in ways:
        group = sub(io, f"{way}Set", id=f"{prefix}_{way}s")
        for name in found:
            sub(group, f"data{way.title()}Refs", name)
    return io

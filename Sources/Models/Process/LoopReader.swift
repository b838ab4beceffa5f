import Python
import XML

/// Reads how often an activity runs.
struct LoopReader {
    let code: CodeReader
    let report: Report

    func read(_ node: ProcessOutline.Node, into element: inout Element) {
        let loop = node.xml.bpmn("standardLoopCharacteristics")
        let instances = node.xml.bpmn("multiInstanceLoopCharacteristics")
        if let loop, instances != nil {
            report.problem("an activity is either a loop or multi-instance, not both", at: loop, element: node.id)
        }
        if let loop { element.loop = standard(loop, node.id) }
        if let instances {
            let instance = multiInstance(instances, node.id)
            check(instance, instances, against: element)
            element.loop = .multiInstance(instance)
        }
        guard let characteristics = loop ?? instances else { return }
        element.scriptsOnInstances =
            characteristics.attribute("scriptsOnInstances", in: Namespace.spiff)?.lowercased() == "true"
    }

    private func standard(_ xml: XMLElement, _ owner: String) -> Loop {
        Vocabulary.check(xml, knows: ["loopCondition"], report, of: owner)
        let condition = xml.bpmn("loopCondition").flatMap { code.expression(in: $0, of: owner) }
        let maximum = xml.filled("loopMaximum").flatMap { text -> Int? in
            if let number = Int(text.trimmed), number >= 0 { return number }
            report.problem("`loopMaximum` is \"\(text)\", but must be a whole number", at: xml, element: owner)
            return 0
        }
        if xml.bpmn("loopCondition")?.words == nil, maximum == nil {
            report.problem(
                "this loop never ends: give it a `loopMaximum` or a `loopCondition`", at: xml, element: owner)
        }
        return .standard(condition: condition, maximum: maximum, testBefore: xml.flag("testBefore", false, report))
    }

    private func multiInstance(_ xml: XMLElement, _ owner: String) -> MultiInstance {
        Vocabulary.check(
            xml,
            knows: [
                "loopCardinality", "loopDataInputRef", "inputDataItem", "loopDataOutputRef", "outputDataItem",
                "completionCondition",
            ], report, of: owner)
        var instance = MultiInstance(sequential: xml.flag("isSequential", false, report))
        let cardinality = xml.bpmn("loopCardinality")
        instance.cardinality = cardinality.flatMap { code.required(in: $0, of: owner) }
        instance.loopDataInput = xml.bpmn("loopDataInputRef")?.words
        instance.inputItem = item(xml, "inputDataItem", owner)
        instance.loopDataOutput = xml.bpmn("loopDataOutputRef")?.words
        instance.outputItem = item(xml, "outputDataItem", owner)
        instance.completionCondition = xml.bpmn("completionCondition").flatMap { code.expression(in: $0, of: owner) }
        if (cardinality == nil) == (instance.loopDataInput == nil) {
            report.problem(
                "a multi-instance activity has either a `loopCardinality` or a `loopDataInputRef`", at: xml,
                element: owner)
        }
        return instance
    }

    /// What the io specification keeps out cannot be looped over.
    private func check(_ instance: MultiInstance, _ xml: XMLElement, against element: Element) {
        for event in ["noneBehaviorEventRef", "oneBehaviorEventRef"] where xml.filled(event) != nil {
            report.problem(
                "events of multi-instance activities (`\(event)`) are not supported", at: xml, element: element.id)
        }
        if let input = instance.loopDataInput, let inputs = element.inputs, !inputs.contains(input) {
            report.problem("`\(input)` is not among the inputs of the io specification", at: xml, element: element.id)
        }
        let known = (element.inputs ?? []) + (element.outputs ?? [])
        if let output = instance.loopDataOutput, element.outputs != nil, !known.contains(output) {
            report.problem("`\(output)` is not among the outputs of the io specification", at: xml, element: element.id)
        }
    }

    /// SpiffWorkflow's variable is the item's id.
    private func item(_ xml: XMLElement, _ name: String, _ owner: String) -> String? {
        guard let item = xml.bpmn(name) else { return nil }
        if item.filled("id") == nil {
            report.problem("this `\(name)` has no id, which names the variable", at: item, element: owner)
        }
        return item.filled("id")
    }
}

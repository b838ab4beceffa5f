import Models

/// Small models for measurements.
enum BenchmarkModel {
    /// A process with one script, as Python.
    static func script(_ source: String) -> ModelSource {
        let text = source.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return model(
            """
            <startEvent id="s"/><scriptTask id="script"><script>\(text)</script></scriptTask><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="script"/><sequenceFlow id="f2" sourceRef="script" targetRef="e"/>
            """)
    }

    /// A process with these elements and flows.
    static func model(_ inner: String, roots: String = "") -> ModelSource {
        let text = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" \
            xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">\(roots)\
            <process id="p" isExecutable="true">\(inner)</process></definitions>
            """
        return ModelSource(file: "model.bpmn", bytes: Array(text.utf8))
    }
}

import XML

/// The one thing a diagram means at run time: SpiffWorkflow tries conditions, and starts branches, from top to bottom.
struct Diagram {
    private var heights: TextMap<Double> = [:]

    init() {}

    init(_ root: XMLElement) {
        for diagram in root.children(named: "BPMNDiagram", in: Namespace.diagram) {
            for plane in diagram.children(named: "BPMNPlane", in: Namespace.diagram) {
                for shape in plane.children(named: "BPMNShape", in: Namespace.diagram) { add(shape) }
            }
        }
    }

    private mutating func add(_ shape: XMLElement) {
        guard let node = shape.attribute("bpmnElement"), let box = shape.first("Bounds", in: Namespace.bounds) else {
            return
        }
        heights[node] = box.attribute("y").flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } ?? 0
    }

    /// How far from the top a node is drawn; 0 for one that is not.
    func height(of node: String) -> Double { heights[node] ?? 0 }
}

import XML

/// Reads which data objects an element copies in and writes.
struct DataReader {
    let outline: ProcessOutline
    let report: Report

    /// The ids of the data objects that the associations of that name have at that end.
    func objects(of node: ProcessOutline.Node, _ association: String, end: String) -> [String] {
        var found: [String] = []
        for xml in node.xml.all(association) {
            Vocabulary.check(xml, knows: ["sourceRef", "targetRef"], report, of: node.id)
            let references = xml.all(end)
            if references.isEmpty { report.problem("this `\(association)` has no `\(end)`", at: xml, element: node.id) }
            for reference in references {
                if let object = object(reference, of: node) { found.append(object) }
            }
        }
        return found
    }

    private func object(_ xml: XMLElement, of node: ProcessOutline.Node) -> String? {
        let known = outline.dataReferences
        guard let name = Reference.resolve(xml.words, in: known), let reference = known[name] else {
            if let store = Reference.resolve(xml.words, in: outline.dataStores) {
                // One that is no drawing was refused already.
                if outline.dataStores[store] == true {
                    report.problem(ProcessOutline.storesAreMissing, at: xml, element: node.id)
                }
                return nil
            }
            if Reference.resolve(xml.words, where: { outline.index[$0] != nil }) != nil { return nil }
            report.missing("data object reference", xml.words, among: known.keys, at: xml, element: node.id)
            return nil
        }
        let object = reference.filled("dataObjectRef")
        guard let id = Reference.resolve(object, where: { outline.dataObjects[$0] != nil }) else {
            report.missing("data object", object, among: outline.dataObjects.keys, at: reference)
            return nil
        }
        var scope: ScopeIndex? = node.scope
        let home = outline.dataObjects[id]
        while let here = scope, here != home { scope = outline.parent(of: here) }
        if scope == nil {
            report.problem(
                "the data object `\(id)` belongs to a subprocess that `\(node.id)` is not in", at: xml, element: node.id
            )
        }
        return id
    }
}

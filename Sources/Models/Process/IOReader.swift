import XML

/// Reads io specifications: the names of the variables that go in and come out.
struct IOReader {
    let report: Report

    /// The names of `xml`'s io specification; nil where it restricts nothing.
    func names(_ xml: XMLElement) -> (inputs: [String]?, outputs: [String]?) {
        guard let specification = xml.bpmn("ioSpecification") else { return (nil, nil) }
        Vocabulary.check(
            specification, knows: ["dataInput", "dataOutput", "inputSet", "outputSet"], report, of: xml.id)
        return (
            names(specification, "dataInput", set: "inputSet", reference: "dataInputRefs", of: xml.id),
            names(specification, "dataOutput", set: "outputSet", reference: "dataOutputRefs", of: xml.id)
        )
    }

    private func names(
        _ specification: XMLElement, _ data: String, set: String, reference: String, of owner: String?
    ) -> [String]? {
        let known = TextSet(specification.all(data).compactMap(\.id))
        var names: [String] = []
        var taken: TextSet = []
        for set in specification.all(set) {
            for name in set.all(reference) {
                if let id = Reference.resolve(name.words, in: known) {
                    if taken.insert(id).inserted { names.append(id) }
                } else {
                    report.missing(data, name.words, among: known, at: name, element: owner)
                }
            }
        }
        return names.isEmpty ? nil : names
    }
}

/// Checks links: each throw has one catch of its name in its scope.
struct LinkCheck {
    let report: Report

    func run(_ fragment: ProcessFragment) {
        for scope in fragment.scopes {
            var catches: TextMap<Element> = [:]
            var throwing: [(name: String, element: Element)] = []
            for number in scope.elements {
                let element = fragment.elements[number]
                switch element.kind {
                case .intermediateCatch(.link(let name)):
                    forbid(element.incoming, "a sequence flow cannot lead to a link that catches", element, fragment)
                    if let other = catches[name] {
                        complain("the link `\(name)` is already caught by `\(other.id)`", element)
                    }
                    catches[name] = element
                case .intermediateThrow(.link(let name)):
                    forbid(element.outgoing, "a sequence flow cannot leave a link that throws", element, fragment)
                    throwing.append((name, element))
                default: break
                }
            }
            for link in throwing where catches[link.name] == nil {
                report.missing(
                    "catching link", link.name, among: catches.keys, at: link.element.place, element: link.element.id)
            }
        }
    }

    private func forbid(_ flows: [FlowIndex], _ message: String, _ element: Element, _ fragment: ProcessFragment) {
        for flow in flows { report.problem(message, at: fragment.flowPlaces[flow], element: element.id) }
    }

    private func complain(_ message: String, _ element: Element) {
        report.problem(message, at: element.place, element: element.id)
    }
}

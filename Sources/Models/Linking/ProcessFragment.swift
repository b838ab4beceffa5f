/// One process, read by itself: scopes, elements and flows are numbered from 0, calls name processes.
struct ProcessFragment {
    struct Call {
        var element: ElementIndex
        var process: String
    }

    var id: String
    var name: String?
    var place: Place
    var scopes: [Scope]
    var elements: [Element] = []
    var flows: [SequenceFlow] = []
    /// Where each flow stands, and whether it has a condition: one that was refused is still there.
    var flowPlaces: [Place] = []
    var hasCondition: [Bool] = []
    var calls: [Call] = []
    /// Elements that were refused: nothing more is to be said about them.
    var refused: Set<ElementIndex> = []
    var warnings: [ModelProblem] = []
}

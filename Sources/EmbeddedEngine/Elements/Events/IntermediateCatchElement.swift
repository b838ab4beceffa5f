/// An intermediate catch element.
struct IntermediateCatchElement: CatchingElement {
    let trigger: Trigger
}

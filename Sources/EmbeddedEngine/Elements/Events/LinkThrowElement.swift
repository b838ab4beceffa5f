import Models

/// A link throw element: the token goes on at the link catch element of the same name.
struct LinkThrowElement: ElementBehaviour {
    let target: ElementIndex

    func choose(_ token: TokenIndex, in instance: inout Instance) -> Choice { .jump(target) }
}

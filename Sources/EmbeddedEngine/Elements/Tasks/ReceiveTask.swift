/// A receive task: a catch element for a message, with the scripts of a task.
struct ReceiveTask: CatchingElement {
    let trigger: Trigger
}

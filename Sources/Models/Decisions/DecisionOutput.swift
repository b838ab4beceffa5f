/// A column of outputs.
struct DecisionOutput {
    var title: String
    var path: [String]
}

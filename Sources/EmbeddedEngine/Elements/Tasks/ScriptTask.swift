import EnginePort
import Python

/// A script task.
struct ScriptTask: ElementBehaviour {
    let program: ScriptProgram

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.run(program, on: token)
    }
}

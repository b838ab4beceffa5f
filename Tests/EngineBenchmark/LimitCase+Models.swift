import EnginePort
import Messages
import Models
import Values

extension LimitCase {
    /// Work of the engine itself.
    static let models: [LimitCase] = [
        LimitCase(name: "elements: a loop of two", model: loop(around: "")),
        LimitCase(
            name: "elements: a loop with a script",
            model: loop(around: "<scriptTask id=\"b\"><script>n = 1</script></scriptTask>")),
        LimitCase(
            name: "elements: a loop with 1,000 variables",
            model: loop(around: "<scriptTask id=\"b\"><script>n = 1</script></scriptTask>"), data: wide(1000)),
        LimitCase(name: "tokens: every one splits", model: bomb),
        LimitCase(name: "tokens: every one splits, with 1,000 variables", model: bomb, data: wide(1000)),
        LimitCase(name: "tokens: all wait, and one condition looks", model: watchers),
        LimitCase(name: "tokens: more and more at one join", model: manyAtJoin),
        LimitCase(name: "loop: at once, script", model: instances(sequential: false), data: ["items": numbers(40_000)]),
        LimitCase(
            name: "loop: one after the other, script", model: instances(sequential: true),
            data: ["items": numbers(40_000)]),
        LimitCase(
            name: "loop: over a long text", model: instances(sequential: true),
            data: ["items": .string(String(repeating: "x", count: 40_000))]),
        LimitCase(name: "loop: all wait", model: waiting, data: ["items": numbers(40_000)]),
        LimitCase(
            name: "loop: with 1,000 variables", model: instances(sequential: false),
            data: wide(1000, and: numbers(40_000))),
        LimitCase(name: "subprocesses: 40,000 at once", model: subprocesses, data: ["items": numbers(40_000)]),
        LimitCase(name: "events: thrown among 10,000 that wait", model: throwing, data: ["items": numbers(10_000)]),
        LimitCase(
            name: "data: a start with 200,000 values", model: loop(around: "", ends: true),
            data: ["items": numbers(200_000)]),
        LimitCase(name: "timer: without time between", model: timer, input: .time),
    ]

    private static func numbers(_ count: Int) -> Value { .list((0..<count).map { .int($0) }) }

    private static func wide(_ count: Int, and items: Value = []) -> Value {
        var data: TextTable<Value> = ["items": items]
        for number in 0..<count { data["variable_\(number)"] = .int(number) }
        return .dict(data)
    }

    private static func flows(_ pairs: (String, String)...) -> String {
        pairs.enumerated().map {
            "<sequenceFlow id=\"f\($0)\" sourceRef=\"\($1.0)\" targetRef=\"\($1.1)\"/>"
        }.joined()
    }

    private static func loop(around inner: String, ends: Bool = false) -> ModelSource {
        if ends { return BenchmarkModel.model("<startEvent id=\"s\"/><userTask id=\"u\"/>" + flows(("s", "u"))) }
        let way =
            inner.isEmpty
            ? flows(("s", "x"), ("x", "y"), ("y", "x")) : flows(("s", "x"), ("x", "y"), ("y", "b"), ("b", "x"))
        return BenchmarkModel.model(
            "<startEvent id=\"s\"/><exclusiveGateway id=\"x\"/><exclusiveGateway id=\"y\"/>\(inner)" + way)
    }

    private static let bomb = BenchmarkModel.model(
        "<startEvent id=\"s\"/><parallelGateway id=\"g\"/><exclusiveGateway id=\"x\"/>"
            + flows(("s", "x"), ("x", "g"), ("g", "x"), ("g", "x")))

    /// Each round leaves a token that waits, and every token that is done has all conditions asked again.
    private static let watchers = BenchmarkModel.model(
        """
        <startEvent id="s"/><exclusiveGateway id="x"/><parallelGateway id="g"/><userTask id="u"/>
        <intermediateCatchEvent id="c"><conditionalEventDefinition><condition>False</condition></conditionalEventDefinition></intermediateCatchEvent>
        """ + flows(("s", "x"), ("x", "g"), ("g", "x"), ("g", "c"), ("c", "u")))

    private static let manyAtJoin = BenchmarkModel.model(
        """
        <startEvent id="s"/><exclusiveGateway id="x"/><parallelGateway id="g"/><parallelGateway id="j"/><receiveTask id="r" \
        messageRef="wanted"/><endEvent id="e"/>
        """ + flows(("s", "x"), ("x", "g"), ("g", "x"), ("g", "j"), ("r", "j"), ("j", "e")),
        roots: "<message id=\"wanted\" name=\"wanted\"/>")

    private static func multi(sequential: Bool = false) -> String {
        """
        <multiInstanceLoopCharacteristics isSequential="\(sequential)"><loopDataInputRef>items</loopDataInputRef>\
        <inputDataItem id="item" name="item"/></multiInstanceLoopCharacteristics>
        """
    }

    private static func instances(sequential: Bool) -> ModelSource {
        BenchmarkModel.model(
            "<startEvent id=\"s\"/><scriptTask id=\"m\">\(multi(sequential: sequential))<script>n = item</script></scriptTask>"
                + flows(("s", "m")))
    }

    private static let waiting = BenchmarkModel.model(
        "<startEvent id=\"s\"/><userTask id=\"m\">\(multi())</userTask>" + flows(("s", "m")))

    private static let subprocesses = BenchmarkModel.model(
        """
        <startEvent id="s"/><subProcess id="m">\(multi())<startEvent id="is"/><scriptTask id="it"><script>n = item</script>\
        </scriptTask><endEvent id="ie"/><sequenceFlow id="i1" sourceRef="is" targetRef="it"/>\
        <sequenceFlow id="i2" sourceRef="it" targetRef="ie"/></subProcess>
        """ + flows(("s", "m")))

    /// Very many wait for one signal while another is thrown again and again.
    private static let throwing = BenchmarkModel.model(
        """
        <startEvent id="s"/><parallelGateway id="g"/><receiveTask id="m" messageRef="wanted">\(multi())</receiveTask>
        <exclusiveGateway id="x"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="other"/></intermediateThrowEvent>
        """ + flows(("s", "g"), ("g", "m"), ("g", "x"), ("x", "t"), ("t", "x")),
        roots: "<message id=\"wanted\" name=\"wanted\"/><signal id=\"other\" name=\"other\"/>")

    private static let timer = BenchmarkModel.model(
        """
        <startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition><timeCycle>"R/PT0S"</timeCycle>\
        </timerEventDefinition></intermediateCatchEvent><scriptTask id="d"><script>n = 1</script></scriptTask>
        """ + flows(("s", "c"), ("c", "d")))
}

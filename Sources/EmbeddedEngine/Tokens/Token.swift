import Models
import Values

/// The position of a token in `TokenStore`; another token may take it once this one is gone.
typealias TokenIndex = Int
/// The position of a running scope in `Instance.scopes`.
typealias RunningScopeIndex = Int

/// One place where an instance stands: an element, its state there, and the data it came with.
struct Token: Sendable {
    /// What the token does at its element.
    enum Role: UInt8, Sendable {
        /// It is the element.
        case element = 0
        /// It is about to open the element together with its boundary events.
        case opening = 1
        /// It runs the element several times.
        case loop = 2
        /// An event subprocess that waits for its event.
        case standby = 3
    }

    var element: Int32
    /// The sequence flow it came by; -1 where no flow brought it.
    var flow: Int32 = -1
    var role: Role = .element
    var state: TokenState = .future
    /// The pass in which it became ready: it runs in a later one.
    var readySince: UInt64 = 0
    var scope: Int32
    /// Neighbours in the order in which the scope's tokens run; -1 at the ends.
    var previous: Int32 = -1
    var next: Int32 = -1
    /// The activity a boundary event is attached to, or the loop that an instance belongs to; -1 without.
    var parent: Int32 = -1
    /// The number of an instance within its loop.
    var item: Int32 = -1
    var memory: Memory = .nothing
    var data: TaskData

    init(element: ElementIndex, scope: RunningScopeIndex, state: TokenState = .future, data: TaskData) {
        self.state = state
        self.element = Int32(truncatingIfNeeded: element)
        self.scope = Int32(truncatingIfNeeded: scope)
        self.data = data
    }

    /// One of several things that a token waits for.
    enum Part: Sendable {
        case open
        case alarm(Alarm)
        /// It has come, with this payload.
        case seen(Value)
    }

    /// Another token with the same data.
    func copy(at element: ElementIndex) -> Token {
        Token(element: element, scope: RunningScopeIndex(scope), data: data)
    }

    /// What a token must remember beside its data.
    enum Memory: Sendable {
        case nothing
        /// The payload of the event that was caught, until the element runs.
        case caught(Value)
        /// When it came to a joining gateway, counted over the instance.
        case arrived(order: UInt64)
        /// The time it waits for.
        case alarm(Alarm)
        /// What has come of the several things it waits for.
        case parts([Part])
        /// The condition it waits for was true and has fired.
        case fired
        /// The scope that runs in it.
        case scope(Int32)
        /// How far the loop has come.
        case loop(LoopProgress)
        /// It is being done outside, under this number.
        case task(number: UInt64)
    }
}

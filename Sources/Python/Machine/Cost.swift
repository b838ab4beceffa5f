/// What work costs that takes much longer than a step: so many steps, or one for so many bytes.
///
/// A step stands for some forty nanoseconds of the slowest machine that this was measured on. `engine-benchmark
/// --limits` shows what is paid too little for.
enum Cost {
    /// A float written or read in decimal.
    static let float = 20
    /// A whole number read from text.
    static let number = 20
    /// The greatest common divisor with one more number.
    static let division = 3
    /// A moment made from its parts, or the reverse.
    static let date = 15
    /// A field of a date format.
    static let dateField = 3
    /// The shift of a count of bytes where every character is looked up in Unicode's tables.
    static let scalars = 1
    /// The shift of a count of bytes where each is looked at.
    static let bytes = 4
}

package import Messages
import Values

/// Where an event comes from that an instance of this bridge threw, and who has it besides the instances here.
package struct Thrown: Sendable, Hashable {
    /// Who else takes it, so that it is nobody's fault if no instance here does.
    package enum Elsewhere: UInt8, Sendable, Hashable {
        /// No route takes it: what no instance takes is parked.
        case nobody = 0
        /// It goes to the exchange as well.
        case exchange = 1
        /// A route says that it may be dropped.
        case discarded = 2
    }

    package var instance: InstanceID
    /// The process of that instance; nil in what older versions kept.
    package var process: String?
    /// Its place among what the instance emitted.
    package var sequence: Int
    /// The id of the message that made the instance throw it.
    package var causedBy: String?
    package var elsewhere: Elsewhere

    package init(
        instance: InstanceID, process: String?, sequence: Int, causedBy: String? = nil, elsewhere: Elsewhere = .nobody
    ) {
        self.instance = instance
        self.process = process
        self.sequence = sequence
        self.causedBy = causedBy
        self.elsewhere = elsewhere
    }

    package init(reading reader: inout ByteReader) throws(CodingProblem) {
        instance = InstanceID(try reader.text())
        process = try reader.optionalText()
        sequence = Int(try reader.signed())
        causedBy = try reader.optionalText()
        guard let elsewhere = Elsewhere(rawValue: try reader.byte()) else {
            throw reader.problem("an event that went to an unknown place")
        }
        self.elsewhere = elsewhere
    }
}

extension ByteWriter {
    package mutating func write(_ thrown: Thrown) {
        write(thrown.instance.text)
        write(thrown.process)
        write(signed: Int64(thrown.sequence))
        write(thrown.causedBy)
        write(byte: thrown.elsewhere.rawValue)
    }
}

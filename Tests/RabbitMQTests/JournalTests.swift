import Messages
import Synchronization
import TestKit
import Testing
import Values

@testable import AMQP
@testable import RabbitMQ

/// What a link decodes is noted before, and let go of after.
@Suite struct JournalTests {
    private final class Journal: LinkJournal {
        let entries = Mutex<[String]>([])
        let refusal: String?

        init(_ refusal: String? = nil) { self.refusal = refusal }

        func decodes(_ list: UnsafeRawBufferPointer) -> String? {
            entries.withLock { $0.append("\(list.count)") }
            return refusal
        }

        func publishes(_ publication: Publication) {}

        func ended() { entries.withLock { $0.append("ended") } }
    }

    @Test("Each list of properties, sound or damaged, is noted while it is decoded")
    func noted() {
        let journal = Journal()
        var reader = FrameReader(journal)
        let list = EveryField.list()
        #expect(list.withUnsafeBytes { reader.header(1, $0) }.defect == nil)
        #expect([UInt8]([0xFF, 0xFF, 9]).withUnsafeBytes { reader.header(1, $0) }.defect != nil)
        #expect(journal.entries.withLock { $0.filter { $0 == "ended" }.count } == 2)
        #expect(journal.entries.withLock { $0.first } == "\(list.count)")
    }

    @Test("What must not be decoded comes as it is, with the reason")
    func refused() {
        let journal = Journal("never again")
        var reader = FrameReader(journal)
        let list = EveryField.list()
        let header = list.withUnsafeBytes { reader.header(7, $0) }
        #expect(header.defect == "never again" && header.propertyList == list && header.bodySize == 7)
        #expect(header.properties == MessageProperties())
        #expect(journal.entries.withLock { $0 } == ["\(list.count)"])
    }
}

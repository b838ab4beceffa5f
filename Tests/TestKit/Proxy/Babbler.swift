import Foundation

/// Something on a port that is no broker: it says what a web server would, whoever comes.
package final class Babbler: Sendable {
    private let listener: Listener

    package init() throws {
        let listener = try Listener()
        self.listener = listener
        Thread.detachNewThread {
            while let client = listener.accept() {
                _ = client.receive()
                _ = client.send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))
                client.close()
            }
        }
    }

    deinit { listener.close() }

    package var port: Int { listener.port }
}

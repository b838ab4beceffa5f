import Messages
import StorePort
import Values

extension Tables {
    /// The parked things that are to be retried, in the order of their numbers; what is not parked any more is left out.
    func requestedRetries() throws(StoreFailure) -> [RetryRequest] {
        let select = try database.statement(
            "SELECT parked, chosen FROM retry_request WHERE parked IN (SELECT position FROM parked) ORDER BY parked")
        var requests: [RetryRequest] = []
        while try select.step() {
            requests.append(RetryRequest(number: select.int64(0), isChosen: select.int(1) == 1))
        }
        return requests
    }

    func request(_ retry: RetryRequest, at: Timestamp) throws(StoreFailure) {
        let insert = try database.statement(
            """
            INSERT INTO retry_request (parked, at, chosen) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET chosen = max(chosen, ?3)
            """)
        insert.bind(1, retry.number)
        insert.bind(3, retry.isChosen ? 1 : 0)
        insert.bind(2, at)
        try insert.run()
    }

    /// It was carried out, or somebody has decided otherwise.
    func forgetRequest(parked number: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM retry_request WHERE parked = ?1")
        delete.bind(1, number)
        try delete.run()
    }
}

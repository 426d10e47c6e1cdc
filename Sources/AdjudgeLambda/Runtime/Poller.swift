import AdjudgeBase
import Glibc

/// Fetches events one after another and answers each, until the runtime API fails.
final class Poller {
    private let client: RuntimeClient
    private let handler: EventHandler
    private let door: Door
    private var answer = ByteWriter(capacity: 1 << 16)
    /// The memory of a response is reused up to this size, in bytes.
    private static let keptBytes = 1 << 20

    /// A poller of the runtime API at `address`.
    init(_ address: HTTPAddress, _ door: Door) {
        client = RuntimeClient(address)
        handler = EventHandler(door)
        self.door = door
    }

    /// Works until the runtime API cannot be reached. Returns the error.
    func run() -> HTTPError {
        var response = HTTPResponse()
        while true {
            do {
                let invocation = try client.next(into: response)
                do {
                    try handler.handle(invocation, memory: response, to: &answer)
                    try client.respond(invocation.requestID, answer.bytes)
                } catch let failure as EventFailure {
                    try client.fail(invocation.requestID, failure)
                }
            } catch let error as HTTPError {
                return error
            } catch {
                return HTTPError("\(error)")
            }
            if answer.count > Poller.keptBytes { answer = ByteWriter(capacity: 1 << 16) }
            // A batch that was abandoned at a deadline may still be reading the event's bytes.
            if !isKnownUniquelyReferenced(&response) || response.body.count > Poller.keptBytes {
                response = HTTPResponse()
            }
        }
    }
}

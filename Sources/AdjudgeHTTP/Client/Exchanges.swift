import AdjudgeBase
import CCurl
import Glibc

/// libcurl's side of a loop: the exchanges that are at work. For the loop's thread only.
final class Exchanges {
    private var client: OpaquePointer?
    private var problem: String?
    private var count = 0

    /// Begins a call's exchange, or ends it with what prevents that.
    func begin(_ call: HTTPCall) {
        guard call.completion != nil else { return }
        if let failure = load() ?? start(call) { call.end(.failure(failure)) }
    }

    /// Ends a call, unless it has ended.
    func cancel(_ call: HTTPCall) {
        guard call.completion != nil else { return }
        free(call)
        call.end(.failure(HTTPFailure(.cancelled, "\(shownPlace(of: call.request.url)): the call was cancelled")))
    }

    /// Reads and writes what can be, and ends what is done.
    func work() {
        guard count > 0, let client else { return }
        ccurl_perform(client)
        var end = ccurl_end()
        while ccurl_next(client, &end) {
            let call = Unmanaged<HTTPCall>.fromOpaque(end.owner).takeUnretainedValue()
            let result = self.result(of: end, call)
            free(call)
            call.end(result)
        }
    }

    /// Waits until there is work, `wake` can be read, or the time is up.
    func wait(_ wake: Int32, milliseconds: Int32) {
        if let client { return ccurl_wait(client, wake, milliseconds) }
        var wanted = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
        poll(&wanted, 1, milliseconds)
    }

    private func load() -> HTTPFailure? {
        if client == nil, problem == nil {
            problem = ccurl_load().map { String(cString: $0) }
            if problem == nil { client = ccurl_client_new() }
            if client == nil, problem == nil { problem = "libcurl has no memory for a client" }
        }
        return problem.map { HTTPFailure(.libraryMissing, $0) }
    }

    private func start(_ call: HTTPCall) -> HTTPFailure? {
        let request = call.request
        if let failure = request.defect { return failure }
        let address = ccurl_read(request.url)
        guard address.is_valid, address.is_http else {
            return HTTPFailure(
                .badURL,
                "\(shownPlace(of: request.url)): found no address that can be called, expected http:// or https:// and a host"
            )
        }
        let host = withUnsafeBytes(of: address.host) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        call.started = HTTPLoop.now
        call.exchange = request.withRaw(isLocal: isLocal(host)) { raw in
            raw.owner = Unmanaged.passRetained(call).toOpaque()
            return ccurl_begin(client, &raw)
        }
        call.request.body = []
        guard call.exchange != nil else {
            Unmanaged.passUnretained(call).release()
            return HTTPFailure(.other, "\(shownPlace(of: request.url)): libcurl cannot begin the exchange")
        }
        count += 1
        return nil
    }

    private func free(_ call: HTTPCall) {
        guard let exchange = call.exchange else { return }
        call.exchange = nil
        count -= 1
        ccurl_free(client, exchange)
        Unmanaged.passUnretained(call).release()
    }

    private func result(of end: ccurl_end, _ call: HTTPCall) -> Result<HTTPReply, HTTPFailure> {
        if end.code == 0, end.has_head {
            return .success(
                HTTPReply(
                    status: end.status,
                    headers: readHeaders(UnsafeBufferPointer(start: end.head, count: end.head_count)),
                    body: Array(UnsafeBufferPointer(start: end.body, count: end.body_count)),
                    milliseconds: HTTPLoop.now - call.started))
        }
        let place = shownPlace(of: call.request.url)
        if end.is_too_large {
            return .failure(
                HTTPFailure(.tooLarge, "\(place): the answer is larger than \(call.request.maxReplyBytes) bytes"))
        }
        if end.code == 0 {
            return .failure(HTTPFailure(.reset, "\(place): the answer broke off in its headers"))
        }
        let detail = String(cString: end.detail)
        return .failure(
            HTTPFailure(
                .init(code: end.code, detail: detail), "\(place): \(shown(detail, or: String(cString: end.meaning)))"))
    }

    /// libcurl's words about a case; where they may repeat a URL, those about the kind of it.
    private func shown(_ detail: String, or meaning: String) -> String {
        detail.isEmpty || detail.utf8.contains { "@'\"?".utf8.contains($0) } ? meaning : detail
    }
}

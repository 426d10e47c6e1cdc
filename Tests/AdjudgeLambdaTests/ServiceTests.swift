import AdjudgeBase
import AdjudgeHTTP
import Testing

@testable import AdjudgeLambda

/// Requests to other services.
@Suite struct ServiceTests {
    @Test func `keys of objects keep unreserved characters only`() {
        #expect(PercentEncoding.encode("a-B_9.~/ é") == "a-B_9.~%2F%20%C3%A9")
    }

    @Test func `URLs are taken apart`() {
        let address = HTTPAddress("https://s3.eu-west-1.amazonaws.com/bucket/prefix/")!
        #expect(address.secure && address.port == 443 && address.path == "/bucket/prefix")
        #expect(address.authority == "s3.eu-west-1.amazonaws.com")
        #expect(HTTPAddress("http://localhost:5055")?.authority == "localhost:5055")
        #expect(HTTPAddress(authority: "127.0.0.1:9001")?.port == 9001)
        for text in [
            "", "ftp://x", "http://", "http://a:b", "http://a:70000", "http://h/p?q", "http://u@h/", "https:///p",
        ] {
            #expect(HTTPAddress(text) == nil, "\(text)")
        }
    }

    @Test func `of a service's error only the code is shown`() {
        let s3 =
            "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><StringToSign>secret</StringToSign></Error>"
        #expect(ServiceError.code(Bytes(owned: s3)) == "SignatureDoesNotMatch")
        let sqs = #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"secret"}"#
        #expect(ServiceError.code(Bytes(owned: sqs)) == "com.amazonaws.sqs#QueueDoesNotExist")
        for text in ["", "secret", "<Code>", "{}", "<html>secret</html>"] {
            #expect(ServiceError.code(Bytes(owned: text)) == nil, "\(text)")
        }
    }
}

extension Bytes {
    /// Bytes of a text that live as long as the process: for literals of tests.
    fileprivate init(owned text: String) {
        self = Unmanaged.passRetained(OwnedBytes(text)).takeUnretainedValue().view
    }
}

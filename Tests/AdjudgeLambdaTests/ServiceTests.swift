import AdjudgeBase
import CTLS
import Testing

@testable import AdjudgeLambda

/// Requests to other services.
@Suite struct ServiceTests {
    private let moment = Clock.Instant(microseconds: 1_767_323_045_000_000)

    private func signature(_ service: String, token: String?) -> SignatureV4 {
        SignatureV4(
            credentials: Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: token,
                region: "us-east-1"),
            service: service, region: "eu-west-1")
    }

    // The expected signatures were computed by botocore 1.44 for the same requests, keys and time.

    @Test func `a request to SQS is signed as botocore signs it`() throws {
        try #require(ctls_load() == nil)
        let headers = signature("sqs", token: "TOKEN").headers(
            method: "POST", address: HTTPAddress("https://sqs.eu-west-1.amazonaws.com/1/q")!, path: "/",
            headers: [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.SendMessage")],
            body: Bytes("{\"QueueUrl\":\"q\"}"), at: moment)
        #expect(
            headers.last?.1
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/sqs/aws4_request, SignedHeaders="
                + "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, "
                + "Signature=313b0ab6c87794fd4f6724eefbffad0870aabcc3aa51efe39936c463cd4c055a")
    }

    @Test func `an object is signed as botocore signs it, port included`() throws {
        try #require(ctls_load() == nil)
        let headers = signature("s3", token: nil).headers(
            method: "PUT", address: HTTPAddress("http://127.0.0.1:9000/bucket")!, path: "/bucket/results/m-1.json",
            headers: [("Content-Type", "application/json")], body: Bytes("[]"), at: moment)
        #expect(
            headers.last?.1.hasSuffix("b127fdc1bc94702dea860350a5b45bea9489de85ee67e982e103cd9b04cb6f4e") == true)
    }

    @Test func `the region is the host's, else the function's`() {
        let hosts: [(String, String, String)] = [
            ("sqs.eu-west-1.amazonaws.com", "sqs", "eu-west-1"), ("127.0.0.1", "sqs", "home"),
            ("bucket.s3.ap-south-1.amazonaws.com", "s3", "ap-south-1"), ("s3.amazonaws.com", "s3", "home"),
            ("sqs.cn-north-1.amazonaws.com.cn", "sqs", "cn-north-1"), ("minio.example.com", "s3", "home"),
        ]
        for (host, service, region) in hosts {
            #expect(SignatureV4.region(of: host, service: service, fallback: "home") == region, "\(host)")
        }
    }

    @Test func `keys of objects keep unreserved characters only`() {
        #expect(ObjectSender.encoded("a-B_9.~/ é") == "a-B_9.%7E%2F%20%C3%A9")
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

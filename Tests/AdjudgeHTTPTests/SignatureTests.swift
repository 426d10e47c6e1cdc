import AdjudgeBase
import Testing

@testable import AdjudgeHTTP

/// AWS's signatures; `Tests/http` holds many more against botocore itself.
@Suite(.enabled(if: SignatureV4.problem() == nil, "skipped: no OpenSSL 3 here")) struct SignatureTests {
    private let moment = 1_767_323_045

    private func signature(_ service: String, token: String?) -> SignatureV4 {
        SignatureV4(
            credentials: Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: token,
                region: "us-east-1"),
            service: service, region: "eu-west-1")
    }

    // The expected signatures were computed by botocore 1.44 for the same requests, keys and time.

    @Test func `a request to SQS is signed as botocore signs it`() {
        var request = HTTPRequest(
            url: "https://sqs.eu-west-1.amazonaws.com/",
            headers: [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.SendMessage")],
            body: Array("{\"QueueUrl\":\"q\"}".utf8))
        signature("sqs", token: "TOKEN").sign(&request, at: moment)
        #expect(
            request.headers.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/sqs/aws4_request, SignedHeaders="
                + "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, "
                + "Signature=313b0ab6c87794fd4f6724eefbffad0870aabcc3aa51efe39936c463cd4c055a")
    }

    @Test func `an object is signed as botocore signs it, port included`() {
        let headers = signature("s3", token: nil).headers(
            method: "PUT", url: "http://127.0.0.1:9000/bucket/results/m-1.json",
            headers: [("Content-Type", "application/json")], body: Bytes("[]"), at: moment)
        #expect(
            headers.last?.value.hasSuffix("b127fdc1bc94702dea860350a5b45bea9489de85ee67e982e103cd9b04cb6f4e") == true)
    }

    @Test func `the region is the host's, else the fallback`() {
        let hosts = [
            "sqs.eu-west-1.amazonaws.com": "eu-west-1", "eu-west-2.queue.amazonaws.com": "eu-west-2",
            "bucket.s3.ap-south-1.amazonaws.com": "ap-south-1",
            "us-east-1.s3.dualstack.eu-west-3.amazonaws.com": "eu-west-3",
            "sqs.cn-north-1.amazonaws.com.cn": "cn-north-1", "bedrock-runtime.us-east-1.amazonaws.com": "us-east-1",
            "bedrock-runtime-fips.us-gov-west-1.amazonaws.com": "us-gov-west-1",
            "vpce-0a1b2c-9x8y-us-east-1a.bedrock-runtime.eu-west-1.vpce.amazonaws.com": "eu-west-1",
            "bedrock-mantle.us-west-2.api.aws": "us-west-2",
            "BEDROCK-RUNTIME.EU-CENTRAL-1.AMAZONAWS.COM": "eu-central-1",
            "bedrock-runtime.mx-central-1.api.aws": "mx-central-1",
            // Not AWS's, or without a region.
            "127.0.0.1": "home", "s3.amazonaws.com": "home", "minio.eu-west-1.example.com": "home",
            "sqs.eu-west-1.amazonaws.com.example.com": "home", "eu-west.amazonaws.com": "home", "amazonaws.com": "home",
        ]
        for (host, region) in hosts { #expect(SignatureV4.region(of: host, fallback: "home") == region, "\(host)") }
    }

    @Test func `hosts of Bedrock's are signed by its names`() {
        let hosts: [String: String?] = [
            "bedrock-runtime.us-east-1.amazonaws.com": "bedrock",
            "bedrock-runtime-fips.us-east-1.amazonaws.com": "bedrock",
            "vpce-0a.bedrock-runtime.eu-west-1.vpce.amazonaws.com": "bedrock",
            "bedrock.eu-west-1.amazonaws.com": "bedrock", "bedrock-mantle.us-west-2.api.aws": "bedrock-mantle",
            "sqs.eu-west-1.amazonaws.com": nil, "bedrock-runtime.example.com": nil, "localhost": nil,
        ]
        for (host, service) in hosts { #expect(SignatureV4.bedrockService(of: host) == service, "\(host)") }
    }

    @Test func `keys do not show in what is printed of credentials`() {
        let credentials = Credentials(accessKey: "AKID", secretKey: "SECRET", sessionToken: "TOKEN", region: "r")
        var dumped = ""
        dump(credentials, to: &dumped)
        dump(SignatureV4(credentials: credentials, service: "s", region: "r"), to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("SECRET") && !text.contains("TOKEN") && !text.contains("AKID"))
        }
    }
}

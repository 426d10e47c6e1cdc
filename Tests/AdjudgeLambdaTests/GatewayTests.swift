import AdjudgeBase
import Testing

@testable import AdjudgeLambda

/// Requests by way of a REST API and of a load balancer.
@Suite struct GatewayTests {
    private let body =
        #""[{\"id\":\"a\",\"messages\":[{\"role\":\"assistant\",\"content\":\"\\\\boxed{42}\"}],\"reference_answer\":\"42\"}]""#

    private func rest(_ body: String, method: String = "POST", path: String = "/reward") -> String {
        #"{"resource":"/{proxy+}","path":"\#(path)","httpMethod":"\#(method)","headers":{"Accept":"*/*"},"#
            + #""multiValueHeaders":{"Accept":["*/*"]},"queryStringParameters":null,"requestContext":{"resourceId":"r","#
            + #""httpMethod":"\#(method)","requestId":"i","identity":{}},"body":\#(body),"isBase64Encoded":false}"#
    }

    private func balancer(_ body: String, method: String = "POST", lists: Bool = false, agent: String = "curl")
        -> String
    {
        let headers =
            lists ? #""multiValueHeaders":{"user-agent":["\#(agent)"]}"# : #""headers":{"user-agent":"\#(agent)"}"#
        return #"{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"\#(method)","path":"/","#
            + #""queryStringParameters":{},\#(headers),"body":\#(body),"isBase64Encoded":false}"#
    }

    @Test func `a REST API's request is answered as one`() throws {
        let function = try Function()
        let answer = try function.document(rest(body))
        #expect(answer["statusCode"] == "200" && answer["statusDescription"] == nil)
        #expect(answer.text("headers.Content-Type") == "application/json")
        #expect(try Document(answer.text("body")!).number("[0].aggregate_reward_score") == 1)
        #expect(try function.document(rest("null")).number("statusCode") == 400)
        #expect(try function.document(rest("\"{}\"")).number("statusCode") == 400)
        #expect(try function.document(rest(body, method: "PUT")).number("statusCode") == 405)
    }

    @Test func `a load balancer's request is answered in its own form`() throws {
        let function = try Function()
        let plain = try function.document(balancer(body))
        #expect(plain.text("statusDescription") == "200 OK")
        #expect(plain.text("headers.Content-Type") == "application/json" && plain["multiValueHeaders"] == nil)
        #expect(try Document(plain.text("body")!).number("[0].aggregate_reward_score") == 1)
        let lists = try function.document(balancer(body, lists: true))
        #expect(lists.text("multiValueHeaders.Content-Type[0]") == "application/json" && lists["headers"] == nil)
        #expect(try function.document(balancer("\"[\"")).text("statusDescription") == "400 Bad Request")
        #expect(
            try function.document(balancer("\"\"", method: "GET")).text("statusDescription") == "405 Method Not Allowed"
        )
    }

    @Test func `health checks are told that the function is there`() throws {
        let function = try Function()
        let checks = [
            rest("null", method: "GET", path: "/health"), rest("null", method: "HEAD", path: "/stage/health"),
            balancer("\"\"", method: "GET", agent: "ELB-HealthChecker/2.0"),
            balancer("\"\"", method: "GET", lists: true, agent: "ELB-HealthChecker/2.0"),
        ]
        for event in checks {
            let answer = try function.document(event)
            #expect(answer["statusCode"] == "200", "\(event)")
            #expect(try Document(answer.text("body")!).text("status") == "ok")
        }
    }
}

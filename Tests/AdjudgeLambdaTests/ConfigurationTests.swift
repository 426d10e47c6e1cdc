import Testing

@testable import AdjudgeLambda

@Suite struct ConfigurationTests {
    private func error(_ variables: [String: String]) -> String? {
        do {
            _ = try Configuration(Environment { variables[$0] })
            return nil
        } catch {
            return error.description
        }
    }

    private func graderError(_ text: String?) -> String? {
        do {
            _ = try GraderSource.plan(
                Environment { ["ADJUDGE_GRADER": text, "LAMBDA_TASK_ROOT": "/nowhere"][$0] ?? nil })
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `an empty environment gives the defaults`() throws {
        let configuration = try Configuration(Environment { _ in nil })
        #expect(configuration.failureReward == 0)
        #expect(configuration.pollers == 1)
        #expect(configuration.metricsNamespace == "Adjudge")
        #expect(configuration.log.json && configuration.log.level == .info)
        #expect(configuration.traceDaemon == nil)
    }

    @Test func `each variable that says nothing sensible is named`() {
        #expect(error(["ADJUDGE_FAILURE_REWARD": "nan"])?.hasPrefix("ADJUDGE_FAILURE_REWARD: found nan") == true)
        #expect(error(["ADJUDGE_RESULT_SHAPE": "list"])?.contains("one of array, wrapped") == true)
        #expect(error(["AWS_LAMBDA_MAX_CONCURRENCY": "0"])?.contains("AWS_LAMBDA_MAX_CONCURRENCY") == true)
        #expect(error(["ADJUDGE_LOG_SAMPLES": "2"])?.contains("from 0.0 to 1.0") == true)
        #expect(error(["ADJUDGE_RESULT_URL": "bucket"])?.contains("expected a URL") == true)
        #expect(error(["ADJUDGE_RESULT_URL": "http://h/b"])?.contains("expected credentials") == true)
        let both = ["ADJUDGE_RESULT_URL": "http://h/b", "ADJUDGE_RESULT_QUEUE_URL": "http://h/q"]
        #expect(error(both)?.contains("one of the two") == true)
    }

    @Test func `the grader is JSON, a preset or a file`() {
        #expect(graderError("preset:math") == nil)
        #expect(graderError("math") == nil)
        #expect(graderError(#"{"type":"choice"}"#) == nil)
        #expect(graderError(nil)?.hasPrefix("ADJUDGE_GRADER: found nothing") == true)
        #expect(graderError("maths")?.contains("did you mean \"math\"?") == true)
        #expect(graderError("grader.json")?.contains("no file at /nowhere/grader.json") == true)
        #expect(graderError(#"{"type":"maths"}"#)?.hasPrefix("ADJUDGE_GRADER $.type: found \"maths\"") == true)
        #expect(graderError("{")?.contains("ADJUDGE_GRADER $") == true)
    }

    @Test func `the trace daemon is named in either of its forms`() throws {
        for text in ["127.0.0.1:2000", "tcp:127.0.0.1:3000 udp:127.0.0.1:2000", "udp:127.0.0.1:2000"] {
            let configuration = try Configuration(Environment { $0 == "AWS_XRAY_DAEMON_ADDRESS" ? text : nil })
            #expect(configuration.traceDaemon?.authority == "127.0.0.1:2000", "\(text)")
        }
    }
}

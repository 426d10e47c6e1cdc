import Testing

@testable import AdjudgeLambda

@Suite struct ConfigurationTests {
    private func error(_ variables: [String: String]) -> String? {
        do {
            _ = try Configuration(Environment(variables))
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
        #expect(error(["ADJUDGE_RESULT_URL": "https://h/b"])?.contains("expected credentials") == true)
        #expect(error(["ADJUDGE_METRICS_BY_GRADER": "often"])?.contains("expected true or false") == true)
        #expect(error(["ADJUDGE_MAX_UNSCORED_SHARE": "-1"])?.contains("from 0.0 to 1.0") == true)
        let both = ["ADJUDGE_RESULT_URL": "https://h/b", "ADJUDGE_RESULT_QUEUE_URL": "https://h/q"]
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

    @Test func `a misspelt setting is an error that names the right one`() {
        let message = error(["ADJUDGE_FAILURE_REWARDS": "1", "PATH": "/bin"])
        #expect(message?.hasPrefix("ADJUDGE_FAILURE_REWARDS: found a name that nothing reads") == true)
        #expect(message?.hasSuffix("did you mean ADJUDGE_FAILURE_REWARD?") == true)
        // Set, but to nothing, it is still a setting that somebody believes in.
        #expect(error(["ADJUDGE_LOGSAMPLES": ""])?.contains("did you mean ADJUDGE_LOG_SAMPLES?") == true)
        #expect(error(["ADJUDGE_PYTHON": "/opt/bin/python3", "AWS_LAMBDA_FOO": "1"]) == nil)
        #expect(Environment.process.names.contains("PATH"))
    }

    @Test func `results go over plain http on this machine only`() {
        let keys = ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]
        func error(_ name: String, _ url: String) -> String? {
            self.error(keys.merging([name: url]) { $1 })
        }
        for name in ["ADJUDGE_RESULT_URL", "ADJUDGE_RESULT_QUEUE_URL"] {
            for url in ["http://127.0.0.1:9000/b", "http://localhost/b", "https://s3.eu-west-1.amazonaws.com/b"] {
                #expect(error(name, url) == nil, "\(url)")
            }
            for url in [
                "http://s3.amazonaws.com/b", "http://10.0.0.1/b", "http://127.evil.example/b",
                "http://localhost.example/b",
            ] {
                #expect(error(name, url)?.contains("expected https") == true, "\(url)")
            }
        }
    }

    @Test func `no password, no query and no signature of a URL is shown`() {
        let urls = [
            "https://user:hunter2@host/bucket", "https://host/bucket?X-Amz-Signature=hunter2",
            "ftp://user:hunter2@host/x", "http://host/x?token=hunter2", "https://host/a#hunter2",
            "user:hunter2@host", "https://u@hunter2@host/x",
            "http://h/" + String(repeating: "x", count: 90) + "hunter2",
        ]
        for url in urls {
            let message = error(["ADJUDGE_RESULT_URL": url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])
            #expect(message?.hasPrefix("ADJUDGE_RESULT_URL: found ") == true, "\(url)")
            #expect(message?.contains("hunter2") == false, "\(url)")
            #expect((message?.utf8.count ?? 999) < 250)
        }
    }
}

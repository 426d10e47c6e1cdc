import AdjudgeBase
import Glibc
import Loopback
import Testing

@testable import AdjudgeHTTP

/// Where AWS credentials come from, against services on this machine.
@Suite(.enabled(if: HTTPClient.problem() == nil, "skipped: no libcurl here")) struct CredentialTests {
    /// An environment without a home, in which nothing listens as an instance's service.
    private func chain(_ variables: [String: String]) -> CredentialChain {
        let all = ["AWS_EC2_METADATA_DISABLED": "true"].merging(variables) { $1 }
        return CredentialChain(CredentialEnvironment { all[$0] })
    }

    private func get(_ chain: CredentialChain) -> Result<Credentials, CredentialFailure> {
        waitFor { done in chain.get { done($0) } }
    }

    private func failure(_ chain: CredentialChain) -> CredentialFailure? {
        guard case .failure(let failure) = get(chain) else { return nil }
        return failure
    }

    /// A time in ISO 8601, so many seconds from now.
    private func time(in seconds: Int) -> String {
        let stamp = Array(SignatureV4.stamp(Glibc.time(nil) + seconds))
        let text = String(stamp[0..<4]) + "-" + String(stamp[4..<6]) + "-" + String(stamp[6..<11])
        return text + ":" + String(stamp[11..<13]) + ":" + String(stamp[13..<15]) + "Z"
    }

    private func document(_ key: String, in seconds: Int) -> String {
        #"{"Code":"Success","AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"\#(time(in: seconds))"}"#
    }

    @Test func `the environment decides first`() throws {
        let found = try get(
            chain([
                "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T",
                "AWS_REGION": "eu-west-1",
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere",
            ])
        ).get()
        #expect(found == Credentials(accessKey: "A", secretKey: "S", sessionToken: "T", region: "eu-west-1"))
        #expect(failure(chain(["AWS_ACCESS_KEY_ID": "A"]))?.kind == .unreadable)
        let expired = [
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_CREDENTIAL_EXPIRATION": time(in: -10),
        ]
        #expect(failure(chain(expired))?.kind == .expired)
    }

    @Test func `no credentials are a failure that names the places`() {
        let failure = failure(chain([:]))
        #expect(failure?.kind == CredentialFailure.Kind.none)
        #expect(failure?.text.contains("AWS_ACCESS_KEY_ID") == true)
    }

    @Test func `a profile is read from either file`() throws {
        let folder = "/tmp/adjudge-profiles-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        mkdir(folder, 0o700)
        defer {
            for name in ["credentials", "config"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        write(
            "# keys\n[default]\naws_access_key_id = D\naws_secret_access_key=DS # none\n\n[ team ]\nAWS_ACCESS_KEY_ID=T\r\n"
                + "aws_secret_access_key = a=b#c\naws_session_token = TT\n[half]\naws_access_key_id = H\n",
            to: "\(folder)/credentials")
        write(
            "[default]\nregion = ap-south-1\n[profile team]\nregion=eu-north-1\n[profile conf]\naws_access_key_id = C\n"
                + "aws_secret_access_key = CS\ns3 =\n  region = nested\n[profile sso]\nsso_session = x\n",
            to: "\(folder)/config")
        func profile(_ name: String?) -> CredentialChain {
            var variables = [
                "AWS_SHARED_CREDENTIALS_FILE": "\(folder)/credentials", "AWS_CONFIG_FILE": "\(folder)/config",
            ]
            variables["AWS_PROFILE"] = name
            return chain(variables)
        }
        #expect(try get(profile(nil)).get() == Credentials(accessKey: "D", secretKey: "DS", region: "ap-south-1"))
        #expect(
            try get(profile("team")).get()
                == Credentials(accessKey: "T", secretKey: "a=b#c", sessionToken: "TT", region: "eu-north-1"))
        #expect(
            try get(profile("conf")).get() == Credentials(accessKey: "C", secretKey: "CS", region: "us-east-1"))
        #expect(failure(profile("sso"))?.text.contains("sso_session") == true)
        #expect(failure(profile("half"))?.text.contains("aws_secret_access_key") == true)
        #expect(failure(profile("missing"))?.text.contains("missing") == true)
    }

    @Test func `a container's service is asked with its token`() throws {
        let seen = Guarded<[String]>([])
        let server = try Loopback { [document = document("K", in: 3600)] request, peer in
            seen.withLock { $0.append("\(request.target) \(request.header("authorization") ?? "-")") }
            peer.say(answer(200, document))
            return true
        }
        let chain = chain([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/role?x=1"),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        ])
        #expect(try get(chain).get().accessKey == "K")
        // Kept: nobody is asked again.
        #expect(try get(chain).get().sessionToken == "t")
        #expect(seen.withLock { $0 } == ["/role?x=1 Basic abc"])
    }

    @Test func `a container's service elsewhere than on this machine is not asked without TLS`() {
        for url in [
            "http://example.com/", "http://169.254.170.3/", "http://localhost.example.com/", "ftp://127.0.0.1/",
            "http:///",
        ] {
            let failure = failure(chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]))
            #expect(failure?.kind == .unreadable, "\(url)")
        }
        let relative = failure(chain(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ".example.com/"]))
        #expect(relative?.kind == .unreadable)
    }

    @Test func `an instance's service is asked by a session`() throws {
        let server = try Loopback { [document = document("I", in: 3600)] request, peer in
            let hasToken = request.header("x-aws-ec2-metadata-token") == "session"
            switch (request.head.split(separator: " ")[0], request.target) {
            case ("PUT", "/latest/api/token"): peer.say(answer(200, "session"))
            case ("GET", "/latest/meta-data/iam/security-credentials/") where hasToken:
                peer.say(answer(200, "my-role\n"))
            case ("GET", "/latest/meta-data/iam/security-credentials/my-role") where hasToken:
                peer.say(answer(200, document))
            default: peer.say(answer(401))
            }
            return true
        }
        let found = get(
            chain(["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url("/")]))
        #expect(try found.get().accessKey == "I")
    }

    @Test func `a service that is silent or absent ends the search in time`() throws {
        let silent = try Loopback { _, _ in
            // Longer than any test waits.
            sleep(300)
            return false
        }
        let instance = ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": silent.url()]
        #expect(failure(chain(instance))?.kind == CredentialFailure.Kind.none)
        #expect(failure(chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": silent.url()]))?.kind == .unreachable)
        let absent = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/"]
        #expect(failure(chain(absent))?.kind == .unreachable)
    }

    @Test func `a web identity is exchanged at STS`() throws {
        let file = "/tmp/adjudge-identity-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(file) }
        write("the.token/+=\n", to: file)
        let seen = Guarded<String>("")
        let server = try Loopback { [time = time(in: 3600)] request, peer in
            seen.withLock { $0 = String(decoding: request.body, as: UTF8.self) }
            guard request.target == "/" else {
                peer.say(
                    answer(
                        403,
                        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>the.token</Message></Error></ErrorResponse>"
                    ))
                return true
            }
            peer.say(
                answer(
                    200,
                    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><SessionToken>ST</SessionToken>"
                        + "<SecretAccessKey>SS</SecretAccessKey><Expiration>\(time)</Expiration><AccessKeyId>SK</AccessKeyId>"
                        + "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"))
            return true
        }
        var variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": file, "AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_ROLE_SESSION_NAME": "me",
            "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": server.url(),
        ]
        let found = try get(chain(variables)).get()
        #expect(found == Credentials(accessKey: "SK", secretKey: "SS", sessionToken: "ST", region: "eu-west-1"))
        #expect(
            seen.withLock { $0 }
                == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
                + "&RoleSessionName=me&WebIdentityToken=the.token%2F%2B%3D")
        variables["AWS_ENDPOINT_URL_STS"] = server.url("/denied")
        let denied = failure(chain(variables))
        #expect(denied?.kind == .unreachable)
        #expect(denied?.text.contains("AccessDenied") == true && denied?.text.contains("the.token") == false)
        variables["AWS_ROLE_ARN"] = nil
        #expect(failure(chain(variables))?.text.contains("AWS_ROLE_ARN") == true)
    }

    @Test func `credentials are fetched anew before they expire, once for all who ask`() throws {
        let count = Guarded(0)
        let server = try Loopback { [early = document("OLD", in: 30), late = document("NEW", in: 3600)] _, peer in
            let number = count.withLock { count in
                count += 1
                return count
            }
            usleep(50_000)
            peer.say(answer(200, number == 1 ? early : late))
            return true
        }
        let chain = chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url()])
        let keys = waitFor { done in
            let found = Guarded<[String]>([])
            for _ in 0..<20 {
                chain.get { result in
                    let all = found.withLock { found in
                        found.append((try? result.get().accessKey) ?? "none")
                        return found
                    }
                    if all.count == 20 { done(Set(all)) }
                }
            }
        }
        #expect(keys == ["OLD"])
        #expect(count.withLock { $0 } == 1)
        // Still good for half a minute, so they serve; but those that ask later find new ones.
        chain.forget()
        #expect(try get(chain).get().accessKey == "NEW")
        #expect(count.withLock { $0 } == 2)
    }

    @Test func `credentials that expire soon serve while others are fetched`() throws {
        let count = Guarded(0)
        let server = try Loopback { [early = document("OLD", in: 3), late = document("NEW", in: 3600)] _, peer in
            let number = count.withLock { count in
                count += 1
                return count
            }
            peer.say(answer(200, number == 1 ? early : late))
            return true
        }
        let chain = chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url()])
        #expect(try get(chain).get().accessKey == "OLD")
        #expect(try get(chain).get().accessKey == "OLD")
        sleep(4)
        #expect(try get(chain).get().accessKey == "NEW")
    }

    @Test func `times are read as ISO 8601 has them`() {
        #expect(secondsSince1970("2026-01-02T03:04:05Z") == 1_767_323_045)
        #expect(secondsSince1970("2026-01-02T03:04:05.678Z") == 1_767_323_045)
        #expect(secondsSince1970("2026-01-02T05:04:05+02:00") == 1_767_323_045)
        #expect(secondsSince1970("2026-01-02T02:34:05-00:30") == 1_767_323_045)
        for text in [
            "", "2026-01-02", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05Zx",
            "2026-01-02T24:04:05Z", "2026-01-02T03:04:05+0200", "x026-01-02T03:04:05Z", "2026-01-02T03:04:05.1",
        ] {
            #expect(secondsSince1970(text) == nil, "\(text)")
        }
    }

    private func write(_ text: String, to path: String) {
        let file = fopen(path, "w")!
        fputs(text, file)
        fclose(file)
    }
}

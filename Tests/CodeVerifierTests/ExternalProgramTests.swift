import AdjudgeBase
import CaseFiles
import Glibc
import Testing

@testable import CodeVerifier

@Suite(.serialized) struct ExternalProgramTests {
    private static let testKeys = ["test", "call", "entry_point", "cases", "fn_name", "language"]

    /// Programs that run for ever are the slow ones: four CPU seconds tell them from the rest.
    private static let grader =
        "{\"type\": \"code\", \"input\": \"{{response}}\", \"limits\": {\"cpu_seconds\": 4, \"wall_seconds\": 30}}"

    @Test("the corpus's own programs get their verdicts as one batch, too")
    func own() throws {
        guard ProgramRows.canRun() else { return }
        let rows = ProgramRows()
        var rewards: [String] = []
        try CaseFiles.forEach(CaseFiles.lines("code.jsonl")) { row in
            guard row.text("grader") == "preset:code", let reference = row.member("reference"),
                let reward = JSONPath("expect.reward")?.find(in: row), reward.kind == .number
            else { return }
            rows.add(
                row.text("id"), program: row.text("response"),
                reference: reference.decodedString ?? reference.raw.string)
            rewards.append(reward.raw.string)
        }
        #expect(rows.count > 30)
        for (fate, reward) in zip(try rows.score(#"{"type": "preset", "name": "code"}"#), rewards) {
            #expect(fate.reward == Double(reward), "\(fate.name): \(fate.reason) \(fate.detail)")
        }
    }

    @Test(
        "programs of other projects get the verdict of their label",
        arguments: ["canonical_python", "mutants_python", "codegen16b_humaneval", "quixbugs", "lcb_o1_stdio"])
    func labels(_ name: String) throws {
        guard ProgramRows.canRun(), let lines = CaseFiles.external("code/\(name)") else { return }
        let rows = ProgramRows()
        var labels: [String] = []
        try CaseFiles.forEach(lines) { row in
            if row.member("label_disagrees")?.boolValue == true { return }
            // Programs that failed only tests which the file does not have.
            if row.member("dataset_graded")?.boolValue == false { return }
            rows.add(row.text("id"), program: row.text("program"), reference: row.object(with: Self.testKeys))
            labels.append(row.text("label"))
        }
        var wrong = 0
        for (fate, label) in zip(try rows.score(Self.grader), labels) {
            // A program that runs for ever fails, whichever limit ends it.
            if fate.reward == (label == "pass" ? 1 : 0) { continue }
            wrong += 1
            if wrong <= 20 {
                Issue.record("\(fate.name): expected \(label), found \(fate.reason) \(fate.detail.prefix(600))")
            }
        }
        print("\(name): \(labels.count - wrong) of \(labels.count) agree")
        #expect(wrong == 0)
    }

    @Test("no attack is rewarded, and every honest program passes")
    func attacks() throws {
        guard ProgramRows.canRun(), let lines = CaseFiles.external("code/attacks") else { return }
        let listener = Listener()
        let rows = ProgramRows()
        var wanted: [(must: String, accept: [String], forbidden: String, required: String, policy: String)] = []
        try CaseFiles.forEach(lines) { row in
            var code = row.text("code")
            if let source = row.member("code_gen")?.decodedString { code = Self.generated(source) }
            for (key, value) in row.member("armed")?.members.map({ $0 }) ?? [] {
                code = code.replacing(key.decodedString ?? "", with: value.decodedString ?? "")
            }
            code = code.replacing("PORT", with: "\(listener.port)")
            rows.add(row.text("id"), program: code, reference: Self.tests(row))
            wanted.append(
                (
                    row.text("must"), row.member("accept")?.elements.map { $0.decodedString ?? "" } ?? [],
                    row.text("forbid_stdout"), row.text("require_stdout"), row.text("policy")
                ))
        }
        let level = try Sandbox.current().level
        var beyond = 0
        var counts: [String: Int] = [:]
        for (fate, want) in zip(try rows.score(), wanted) {
            counts[want.must, default: 0] += 1
            let isRewarded = (fate.reward ?? 0) > 0
            switch want.must {
            case "fail": #expect(!isRewarded, "\(fate.name): \(fate.detail)")
            case "pass":
                if want.policy.isEmpty { #expect(isRewarded, "\(fate.name): \(fate.reason) \(fate.detail)") }
            default:
                if level == 0, Self.beyondLevel0.contains(fate.name) {
                    beyond += 1
                    continue
                }
                if !want.forbidden.isEmpty {
                    #expect(!fate.detail.contains(want.forbidden), "\(fate.name): \(fate.detail)")
                }
                if !want.required.isEmpty {
                    #expect(fate.detail.contains(want.required), "\(fate.name): \(fate.detail)")
                }
                let verdict = Self.short[fate.reason] ?? fate.reason
                if !want.accept.isEmpty {
                    #expect(want.accept.contains(verdict), "\(fate.name): \(fate.reason) \(fate.detail)")
                }
            }
        }
        if level > 0 { #expect(!listener.wasReached) }
        print("attacks at level \(level): \(counts.sorted { $0.key < $1.key }), \(beyond) beyond the level")
    }

    /// What nothing but namespaces or a filter of system calls can keep from a program: sockets, the environment of other
    /// processes of its user, kernel keyrings.
    private static let beyondLevel0 = [
        "leak-abstract-socket-relay", "net-tcp-loopback", "net-proc-all-environ", "net-keyring",
    ]

    private static let short = [
        "passed_tests": "OK", "wrong_answer": "WA", "time_limit_cpu": "TLE", "time_limit_wall": "TLE",
        "memory_limit": "MLE",
        "output_limit": "OLE", "runtime_error": "RE", "compile_error": "CE", "forbidden": "RE",
    ]

    /// The tests of an attack with its language and limits; generated inputs and outputs written out.
    private static func tests(_ row: JSONValue) -> String {
        var members = [row.object(with: ["language", "limits"]).dropFirst().dropLast()].map(String.init)
        guard let tests = row.member("tests") else { return "{}" }
        for (key, value) in tests.members {
            guard key.isString(Bytes("cases")) else {
                members.append("\(key.raw.string):\(value.raw.string)")
                continue
            }
            let cases = value.elements.map { test -> String in
                var parts: [String] = []
                for (key, value) in test.members {
                    let name = key.decodedString ?? ""
                    if name.hasSuffix("_gen") {
                        parts.append("\"\(name.dropLast(4))\":\(quoted(generated(value.decodedString ?? "")))")
                    } else {
                        parts.append("\(key.raw.string):\(value.raw.string)")
                    }
                }
                return "{" + parts.joined(separator: ",") + "}"
            }
            members.append("\"cases\":[" + cases.joined(separator: ",") + "]")
        }
        return "{" + members.filter { !$0.isEmpty }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var writer = ByteWriter()
        withBytes(of: text) { writer.appendJSONString($0) }
        return writer.bytes.string
    }

    /// What a Python expression of the form `'text' * count` comes to.
    static func generated(_ expression: String) -> String {
        let parts = expression.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let star = parts[2].split(separator: "*").last else { return "" }
        let count = Int(star.filter { $0.isNumber }) ?? 0
        return String(repeating: parts[1].replacing("\\n", with: "\n"), count: count)
    }
}

/// A socket on the loopback that nobody may reach.
private final class Listener {
    private let descriptor: Int32
    let port: UInt16

    init() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                _ = bind(descriptor, general, size)
                _ = listen(descriptor, 4)
                _ = getsockname(descriptor, general, &size)
            }
            return UInt16(bigEndian: address.pointee.sin_port)
        }
    }

    deinit { close(descriptor) }

    /// Whether anyone has connected.
    var wasReached: Bool {
        let peer = accept(descriptor, nil, nil)
        if peer >= 0 { close(peer) }
        return peer >= 0
    }
}

import Adjudge
import AdjudgeBase
import Testing

@testable import JudgeVerifier

@Suite struct ModeTests {
    private func reward(
        _ grader: String, _ replies: [String], response: String = "2 is prime.", reference: String? = nil,
        item: String = #"{"question":"Which?"}"#
    ) throws -> (reward: Double?, calls: Int, bodies: [String]) {
        let server = try JudgeServer { number, _ in .words(replies[min(number, replies.count - 1)]) }
        let judged = try JudgedEngine(
            grader, at: server.server.port, endpoint: #","max_concurrent":1,"retries":0"#, threads: 1)
        let verdict = try judged.score([response], [reference], item: item)[0]
        return (verdict.reward, server.calls, server.bodies)
    }

    @Test("a rubric's reward is what the met criteria come to")
    func rubric() throws {
        let grader = #"{"type":"judge","mode":"rubric"}"#
        let item =
            #"{"rubric":[{"criterion":"names 2","points":3},{"criterion":"is short","points":1},{"criterion":"is rude","points":-4}]}"#
        func reply(_ verdicts: String...) -> String {
            "{\"criteria\":["
                + verdicts.enumerated().map { "{\"number\":\($0 + 1),\"verdict\":\"\($1)\"}" }.joined(separator: ",")
                + "]}"
        }
        #expect(try reward(grader, [reply("YES", "NO", "NO")], item: item).reward == 0.75)
        #expect(try reward(grader, [reply("YES", "YES", "NO")], item: item).reward == 1)
        // What should not be there takes more than was won.
        #expect(try reward(grader, [reply("YES", "NO", "YES")], item: item).reward == 0)
        let singly = try reward(
            #"{"type":"judge","mode":"rubric","batch":1}"#, [reply("YES")], item: item)
        #expect(singly.reward == 0 && singly.calls == 3)
        let graded = #"{"rubric":[{"criterion":"is clear","points":2,"choices":["poor","fair","good"]}]}"#
        #expect(try reward(grader, [reply("fair")], item: graded).reward == 0.5)
        #expect(try reward(grader, [reply("YES")], item: item).reward == nil)
    }

    @Test("a score is the mean of its draws, in its range or from 0 to 1")
    func score() throws {
        let grader = #"{"type":"judge","mode":"score","range":[1,5],"votes":2"#
        let asked = try reward(grader + "}", [#"{"score":4}"#, #"{"score":5}"#])
        #expect(asked.reward == 4.5 && asked.calls == 2)
        #expect(try reward(grader + #","normalize":true}"#, [#"{"score":3}"#]).reward == 0.5)
        #expect(try reward(grader + "}", [#"{"score":6}"#]).reward == nil)
    }

    @Test("labels: the passing ones get 1, of several draws the majority")
    func label() throws {
        let grader =
            #"{"type":"judge","mode":"label","labels":["GOOD","BAD","UGLY"],"passing":["GOOD","UGLY"],"votes":3}"#
        let (good, bad) = (#"{"verdict":"GOOD"}"#, #"{"verdict":"BAD"}"#)
        #expect(try reward(grader, [good, bad, #"{"verdict":"UGLY"}"#]).reward == 1)
        #expect(try reward(grader, [good, bad, bad]).reward == 0)
    }

    @Test("of two answers the better one by both orders wins; a judge that goes by places makes a tie")
    func pairwise() throws {
        let grader = #"{"type":"judge","mode":"pairwise"}"#
        let (first, second) = (#"{"verdict":"FIRST"}"#, #"{"verdict":"SECOND"}"#)
        #expect(try reward(grader, [first, second], reference: "1 is prime.").reward == 1)
        #expect(try reward(grader, [second, first], reference: "1 is prime.").reward == 0)
        #expect(try reward(grader, [first, first], reference: "1 is prime.").reward == 0.5)
    }

    /// What each of a group's responses gets from a judge who likes `BEST` better than `GOOD` better than anything else.
    private func ranked(
        _ responses: [String], _ keys: String = "", item: String? = nil, cache: String = ""
    ) throws -> (rewards: [Double?], reasons: [String], calls: Int) {
        let server = try JudgeServer { _, body in
            let (first, second) = (body.firstRange(of: "first answer:"), body.firstRange(of: "second answer:"))
            guard let first, let second else { return .words("no answers") }
            func worth(_ text: Substring) -> Int { text.contains("BEST") ? 2 : text.contains("GOOD") ? 1 : 0 }
            let (one, other) = (worth(body[first.upperBound..<second.lowerBound]), worth(body[second.upperBound...]))
            return .words("{\"verdict\":\"\(one > other ? "FIRST" : one < other ? "SECOND" : "TIE")\"}")
        }
        let judged = try JudgedEngine(
            #"{"type":"judge","mode":"ranking""# + keys + "}", at: server.server.port, threads: 1)
        let list = responses.map { "\"" + $0 + "\"" }.joined(separator: ",")
        let verdicts = try judged.score(
            responses, responses.map { _ in nil }, item: item ?? "{\"question\":\"Which?\",\"completions\":[\(list)]}")
        return (
            (0..<responses.count).map { verdicts[$0].reward },
            (0..<responses.count).map { "\(verdicts[$0].reasonName)" },
            server.calls
        )
    }

    @Test(
        "the members of a group are held against each other: what wins, ties and loses, a pair asked once in each order"
    )
    func ranking() throws {
        let group = ["the BEST one", "a GOOD one", "some one", "a GOOD one"]
        let all = try ranked(group)
        #expect(all.rewards == [1, 0.5, 0, 0.5])
        // Of the six pairs one is of the same text, and two say what others say.
        #expect(all.calls == 6)
        let circular = try ranked(["the BEST one", "a GOOD one", "some one", "that one"], #","pairs":"circular""#)
        #expect(circular.rewards == [1, 0.5, 0.25, 0.25] && circular.calls == 8, "\(circular.calls)")
    }

    @Test("a member that the gate refuses loses without a call, and one alone in its group is ranked by nobody")
    func rankingAbsence() throws {
        let refused = try ranked(["a GOOD one", "..."], #","gate":"light""#)
        #expect(refused.rewards == [1, 0] && refused.calls == 0)
        #expect(try ranked(["alone"]).reasons == ["no_rivals"])
        #expect(try ranked(["a", "b"], item: #"{"completions":[]}"#).reasons == ["no_rivals", "no_rivals"])
        #expect(try ranked(["a"], item: "{}").reasons == ["no_rivals"])
        #expect(try ranked(["a"], item: #"{"completions":"b"}"#).reasons == ["mistyped_field"])
        #expect(
            try ranked(["a"], #","pairs":"circular""#, item: #"{"completions":["b","c"]}"#).reasons == ["no_rivals"])
        // Conversations count by their last message, reasoning does not count.
        let talked = #"{"completions":[[{"role":"assistant","content":"<think>BEST</think> some one"}]]}"#
        #expect(try ranked(["a GOOD one"], item: talked).rewards == [1])
    }

    @Test("OpenAI's score_model sends its own messages, and clips")
    func scoreModel() throws {
        let grader =
            #"{"type":"score_model","name":"s","model":"gpt","input":[{"role":"system","content":"Score."},{"role":"user","content":"{{item.question}} {{sample.output_text}}"}],"range":[0,2],"sampling_params":{"temperature":1,"seed":3,"max_completions_tokens":9}}"#
        let asked = try reward(grader, [#"{"result":7,"steps":[]}"#])
        #expect(asked.reward == 2)
        #expect(
            asked.bodies[0].hasPrefix(
                #"{"model":"gpt","messages":[{"role":"system","content":"Score."},{"role":"user","content":"Which? 2 is prime."},"#
            ))
        #expect(asked.bodies[0].contains(#""temperature":1,"seed":3,"max_completion_tokens":9"#))
        // Theirs would be a 0.
        #expect(try reward(grader, [#"{"result":"good"}"#]).reward == nil)
    }

    @Test("OpenAI's label_model")
    func labelModel() throws {
        let grader =
            #"{"type":"label_model","name":"l","model":"gpt","input":[{"role":"user","content":"{{sample.output_text}}"}],"labels":["good","bad"],"passing_labels":["good"]}"#
        #expect(try reward(grader, [#"{"verdict":"good"}"#]).reward == 1)
        #expect(try reward(grader, [#"{"verdict":"bad"}"#]).reward == 0)
    }

    @Test(
        "a document that makes no sense is refused with its place",
        arguments: [
            (#"{"type":"judge","mode":"score","labels":["a","b"]}"#, "$.labels"),
            (#"{"type":"judge","mode":"label","labels":["a"],"passing":["a"]}"#, "$.labels"),
            (#"{"type":"judge","mode":"label","labels":["a","A"],"passing":["a"]}"#, "$.labels"),
            (#"{"type":"judge","mode":"label","labels":["a","b"],"passing":["a","b"]}"#, "$.passing"),
            (#"{"type":"judge","mode":"rubric","criteria":[{"criterion":"x","points":-1}]}"#, "$.criteria"),
            (#"{"type":"judge","url":"http://x"}"#, "$.url"), (#"{"type":"judge","api_key":"x"}"#, "$.api_key"),
            (#"{"type":"judge","endpoint":"nowhere"}"#, "$.endpoint"),
            (#"{"type":"judge","template":"Is it right?"}"#, "$.template"),
            (#"{"type":"judge","question":"{{response}}"}"#, "$.question"),
            (
                #"{"type":"score_model","model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"x"}]}]}"#,
                "$.input[0].content"
            ),
        ])
    func badDocuments(_ grader: String, _ place: String) throws {
        do {
            _ = try JudgedEngine(grader, at: 1)
            Issue.record("\(grader) compiles")
        } catch let error as DocumentError {
            #expect(error.path.hasPrefix(place), "\(error)")
        }
    }
}

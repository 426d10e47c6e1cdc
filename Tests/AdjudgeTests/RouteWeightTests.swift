import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct RouteWeightTests {
    private func verdict(_ cases: String, weights: String, by: String, reference: String = #""a""#) throws -> Verdict {
        let grader = #"{"type":"route","by":"{{item.s}}","cases":{\#(cases)},"weights":{\#(weights)}}"#
        let engine = try Engine(grader: grader, threads: 1)
        let (response, item, gold) = (OwnedBytes("a"), OwnedBytes(#"{"s":\#(by)}"#), OwnedBytes(reference))
        let (parser, arena) = (JSONParser(), Arena())
        defer { withExtendedLifetime((response, item, gold, parser, arena)) {} }
        var sample = Sample(response: .text(response.view))
        let other = JSONParser()
        sample.reference = Field(json: try other.parse(gold.view), arena: arena)
        sample.item = try parser.parse(item.view)
        return engine.explain(sample).verdict
    }

    private static let check = #"{"type":"string_check"}"#

    @Test("a weight counts for one case as for several, by its name or as the document writes the case")
    func weights() throws {
        let cases = #""x|y":\#(Self.check),"m*":\#(Self.check)"#
        let weights = #""x":3,"m*":0.5,"math":2"#
        let expected: [(by: String, reward: Double)] = [
            (#""x""#, 3), (#"["x"]"#, 3), (#""y""#, 1), (#""mix""#, 0.5), (#""math""#, 2), (#"["x","mix"]"#, 3.5),
        ]
        for (by, reward) in expected {
            #expect(try verdict(cases, weights: weights, by: by).reward == reward, "\(by)")
        }
    }

    @Test("a row that names too many cases says so, and one whose list holds something else")
    func lists() throws {
        let cases = #""x":\#(Self.check)"#
        let names = Array(repeating: #""x""#, count: 65).joined(separator: ",")
        let many = try verdict(cases, weights: "", by: "[\(names)]")
        #expect(many.status == .badSample && many.total.reason == .rowTooComplex)
        let most = Array(repeating: #""x""#, count: 64).joined(separator: ",")
        #expect(try verdict(cases, weights: "", by: "[\(most)]").reward == 64)
        let mixed = try verdict(cases, weights: "", by: #"["x",1]"#)
        #expect(mixed.status == .badSample && mixed.total.reason == .mistypedField)
    }
}

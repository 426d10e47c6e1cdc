import Adjudge
import AdjudgeBase

/// A row as ``RowWriter`` wrote it. A view: it lives as long as what was parsed.
public struct WrittenRow {
    /// The row's identifier, as raw JSON.
    public let id: Bytes
    /// The reward; nil where there is none.
    public let reward: Double?
    /// How the scoring ended.
    public let status: Status
    /// The name of the rule that decided.
    public let reason: Bytes
    /// Whether the response counts as right; nil without a reward.
    public let passed: Bool?
    /// The answer, as a JSON string; nil where there is none.
    public let answer: JSONValue?
    /// The parts that were evaluated, in the order of the grader.
    public let parts: [Part]
    /// The hash of the grader.
    public let grader: Bytes
    /// The fingerprint of its input.
    public let fingerprint: RowFingerprint.Value

    /// A part that was evaluated.
    public struct Part: Sendable {
        /// Its place among the grader's parts.
        public let index: Int
        /// Its reward; nil where it has none.
        public let reward: Double?
        /// How its scoring ended.
        public let status: Status
    }

    /// The defect of a row that ``RowWriter`` did not write.
    public struct Foreign: Error {
        /// The finding and the expectation.
        public let message: String
    }

    /// Reads a row that has these parts. O(row).
    public init(_ row: JSONValue, partNames: [String]) throws(Foreign) {
        guard row.kind == .object else { throw Foreign(message: "found \(row.kind), expected an object") }
        var id: JSONValue?, reward: JSONValue?, status: JSONValue?, reason: JSONValue?, passed: JSONValue?
        var parts: JSONValue?, grader: JSONValue?, fingerprint: JSONValue?, answer: JSONValue?
        for (key, value) in row.members {
            switch (key.rawString ?? .empty).string {
            case "id": id = value
            case "reward": reward = value
            case "status": status = value
            case "acc": passed = value
            case "pred": answer = value
            case "parts": parts = value
            case "reason": reason = value
            case "grader": grader = value
            case "input_hash": fingerprint = value
            default: continue
            }
        }
        self.id = try WrittenRow.wanted(id, "id").raw
        self.reward = try WrittenRow.number(try WrittenRow.wanted(reward, "reward"))
        self.status = try WrittenRow.status(status)
        self.passed = try WrittenRow.wanted(passed, "acc").boolValue
        self.answer = answer.flatMap { $0.kind == .string ? $0 : nil }
        self.reason = try WrittenRow.text(reason, "reason")
        self.grader = try WrittenRow.text(grader, "grader")
        self.parts = try WrittenRow.parts(try WrittenRow.wanted(parts, "parts"), partNames)
        guard let value = RowFingerprint.Value(hexadecimal: try WrittenRow.text(fingerprint, "input_hash")) else {
            throw Foreign(message: "found no hash under \"input_hash\", expected 16 hexadecimal digits")
        }
        self.fingerprint = value
    }

    private static func parts(
        _ object: JSONValue, _ names: [String]
    ) throws(Foreign) -> [Part] {
        guard object.kind == .object else {
            throw Foreign(message: "found \(object.kind) as parts, expected an object")
        }
        var parts: [Part] = []
        var next = 0
        for (key, part) in object.members {
            while next < names.count, !withBytes(of: names[next], { key.isString($0) }) { next += 1 }
            guard next < names.count else {
                throw Foreign(message: "found the part \(key.raw.string), expected those of the grader in its order")
            }
            let reward = try number(try wanted(part.member("reward"), "parts.\(names[next]).reward"))
            parts.append(Part(index: next, reward: reward, status: try status(part.member("status"))))
            next += 1
        }
        return parts
    }

    private static func wanted(_ value: JSONValue?, _ name: String) throws(Foreign) -> JSONValue {
        guard let value else { throw Foreign(message: "found no \"\(name)\", expected what adjudge score writes") }
        return value
    }

    private static func text(_ value: JSONValue?, _ name: String) throws(Foreign) -> Bytes {
        guard let text = try wanted(value, name).rawString else {
            throw Foreign(message: "found no text under \"\(name)\", expected what adjudge score writes")
        }
        return text
    }

    private static func number(_ value: JSONValue) throws(Foreign) -> Double? {
        if value.kind == .null { return nil }
        guard let text = value.numberText, let number = Double(text.string) else {
            throw Foreign(message: "found \(value.kind) as a reward, expected a number or null")
        }
        return number
    }

    private static func status(_ value: JSONValue?) throws(Foreign) -> Status {
        let name = try text(value, "status")
        for status in Status.allCases where name == Bytes(status.name) { return status }
        throw Foreign(message: "found the status \"\(name.string)\", expected one that adjudge score writes")
    }
}

import Adjudge
import AdjudgeBase
import CaseFiles
import CodeVerifier
import Testing

/// Programs and the tests that go with them, to be scored as one batch.
final class ProgramRows {
    private(set) var names: [String] = []
    private var programs: [UInt8] = []
    private var programEnds: [UInt64] = [0]
    private var references: [UInt8] = []
    private var referenceEnds: [UInt64] = [0]

    var count: Int { names.count }

    func add(_ name: String, program: String, reference: String) {
        names.append(name)
        programs += Array(program.utf8)
        programEnds.append(UInt64(programs.count))
        references += Array(reference.utf8)
        referenceEnds.append(UInt64(references.count))
    }

    /// What became of a row.
    struct Fate {
        let name: String
        let reward: Double?
        let reason: String
        let detail: String
    }

    /// Scores all rows under a grader.
    func score(_ grader: String = "{\"type\": \"code\", \"input\": \"{{response}}\"}") throws -> [Fate] {
        let engine = try Engine(grader: grader)
        let verdicts = programs.withUnsafeBufferPointer { programs in
            references.withUnsafeBufferPointer { references in
                engine.score(
                    ColumnBatch(
                        count: count, responses: .init(data: programs.baseAddress!, offsets: programEnds),
                        references: .init(data: references.baseAddress!, offsets: referenceEnds)))
            }
        }
        return names.indices.map { row in
            let detail = verdicts.detail(row, 0)
            return Fate(
                name: names[row], reward: verdicts[row].reward, reason: "\(verdicts[row].reason.name)",
                detail: detail?.text ?? "")
        }
    }

    /// Whether programs can be run here at all; a message where not.
    static func canRun(file: StaticString = #fileID) -> Bool {
        _ = CaseFiles.findWarden()
        do {
            _ = try Sandbox.current()
            return true
        } catch {
            print("skipped: \(file): no sandbox (\(error.description))")
            return false
        }
    }
}

extension JSONValue {
    /// The object with only those of its members, as JSON text.
    func object(with keys: [String]) -> String {
        let parts = members.compactMap { key, value -> String? in
            keys.contains(key.decodedString ?? "") ? "\(key.raw.string):\(value.raw.string)" : nil
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

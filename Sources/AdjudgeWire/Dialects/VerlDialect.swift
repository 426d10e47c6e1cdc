import Adjudge
import AdjudgeBase

/// verl rollout dumps: `input`, `output`, `gts` and what the reward function added.
enum VerlDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(row, response: response(row), reference: row.member("gts"), arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? { row.member("output") }
}

import AdjudgeBase
import AdjudgeFormats

/// A checker's compiled schemas by their text: rows share schemas, and compiling one costs more than a check.
///
/// Bounded in bytes: when a schema goes beyond the bound, the others are forgotten. A hit saves time and never changes a
/// verdict.
final class SchemaCache {
    /// The most memory of all schemas that are kept, in bytes, as estimated.
    static let maxBytes = 32 << 20

    private let draft: Draft
    private let assertsFormats: Bool
    private let isStrict: Bool
    private var known: [Key: (text: OwnedBytes, schema: Result<Schema, SchemaError>)] = [:]
    private var bytes = 0
    /// The latest: most rows of a batch have the schema of the row before.
    private var last: (text: OwnedBytes, schema: Result<Schema, SchemaError>)?

    init(draft: Draft, assertsFormats: Bool, isStrict: Bool = false) {
        self.draft = draft
        self.assertsFormats = assertsFormats
        self.isStrict = isStrict
    }

    /// The schema of a text, or why it is none.
    func schema(_ text: Bytes, _ scratch: Scratch) -> Result<Schema, SchemaError> {
        scratch.spend(text.count)
        if let last, last.text.view == text { return last.schema }
        if let found = known[Key(text)] {
            last = found
            return found.schema
        }
        let compiled: Result<Schema, SchemaError>
        do {
            let form = isStrict ? try StrictSchema.rewritten(text) : nil
            let schema = try SchemaCompiler.compileForGrader(
                form?.view ?? text, draft: draft, assertsFormats: assertsFormats, scratch: scratch)
            compiled = .success(schema)
        } catch {
            compiled = .failure(error)
        }
        let size = ((try? compiled.get().bytes) ?? 0) + 2 * text.count
        if bytes + size > SchemaCache.maxBytes {
            known.removeAll()
            bytes = 0
        }
        let entry = (text: OwnedBytes(text), schema: compiled)
        bytes += size
        known[Key(entry.text.view)] = entry
        last = entry
        return compiled
    }
}

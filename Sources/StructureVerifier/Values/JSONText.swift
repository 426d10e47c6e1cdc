import AdjudgeBase
import AdjudgeFormats

/// Reads JSON that a response or a reference holds, strictly: RFC 8259, no key twice in an object.
final class JSONText {
    /// Why there is no value.
    enum Failure: Error {
        case unreadable(JSONError)
        case duplicateKey(String)
        /// Deeper or larger than what is read.
        case limit(JSONError)
    }

    /// The deepest nesting that is read.
    static let maxDepth = StructureTree.maxDepth

    private let parser = JSONParser(maxDepth: JSONText.maxDepth, maxValues: 1 << 23)

    /// The value of a text; valid until the next call. O(text).
    func value(_ text: Bytes, _ scratch: Scratch, refusesDuplicates: Bool = true) throws(Failure) -> JSONValue {
        scratch.spend(text.count)
        let value: JSONValue
        do {
            value = try parser.parse(text)
        } catch {
            switch error.kind {
            case .tooDeep, .tooManyValues, .tooLong: throw .limit(error)
            default: throw .unreadable(error)
            }
        }
        if refusesDuplicates, let key = DuplicateKeys(scratch: scratch).first(in: value) {
            throw .duplicateKey(key.raw[0..<min(80, key.raw.count)].string)
        }
        return value
    }
}

extension JSONText.Failure {
    /// What a response comes to that cannot be read: its own fault, but for what is beyond the limits.
    var ofResponse: Outcome {
        switch self {
        case .unreadable: .graded(false, StructureReason.unreadable)
        case .duplicateKey: .graded(false, StructureReason.duplicateKey)
        case .limit: Outcome(.limitExceeded, .rowTooComplex)
        }
    }

    /// What is wrong, for a detail.
    var message: String {
        switch self {
        case .unreadable(let error), .limit(let error): error.message
        case .duplicateKey(let key): "the key \(key) twice in one object"
        }
    }
}

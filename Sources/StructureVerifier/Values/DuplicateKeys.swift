import AdjudgeBase
import AdjudgeFormats

/// Looks for keys that an object has twice: whoever reads the text may go by either.
struct DuplicateKeys {
    let scratch: Scratch
    private static let fewMembers = 8

    /// The first key of an object anywhere in `value` that repeats one before it. O(size).
    func first(in value: JSONValue) -> JSONValue? {
        switch value.kind {
        case .object:
            if value.count > 1, let key = repeated(in: value) { return key }
            for (_, element) in value.members where element.count > 0 {
                if let key = first(in: element) { return key }
            }
        case .array:
            for element in value.elements where element.count > 0 {
                if let key = first(in: element) { return key }
            }
        default: break
        }
        return nil
    }

    private func repeated(in object: JSONValue) -> JSONValue? {
        scratch.spend(object.count)
        if object.count > DuplicateKeys.fewMembers {
            var seen: Set<Key> = []
            seen.reserveCapacity(object.count)
            for (key, _) in object.members where !seen.insert(Key(key.string(into: scratch.arena)!)).inserted {
                return key
            }
            return nil
        }
        var rest = object.members
        while let (key, _) = rest.next() {
            let name = key.hasEscapes ? key.string(into: scratch.arena)! : key.rawString!
            var later = rest
            while let (other, _) = later.next() {
                if other.hasEscapes || key.hasEscapes {
                    if other.isString(name) { return other }
                } else if other.rawString! == name {
                    return other
                }
            }
        }
        return nil
    }
}

import CKernels

/// A named step of text normalisation.
public enum NormalizationStep: String, Sendable, CaseIterable {
    case strip
    case lowercase
    case collapseWhitespace = "collapse_whitespace"
    case removeWhitespace = "remove_whitespace"
    case removePunctuation = "remove_punctuation"
    case removeArticles = "remove_articles"
    case removeDigits = "remove_digits"
    case unicode

    /// One line for `adjudge list`.
    public var summary: String {
        switch self {
        case .strip: "White space at both ends goes."
        case .lowercase: "Letters to lower case, of every script; a final sigma is a sigma."
        case .collapseWhitespace: "Runs of white space become one space, the ends are trimmed."
        case .removeWhitespace: "White space goes."
        case .removePunctuation: "The 32 ASCII punctuation characters go."
        case .removeArticles: "The words a, an and the become a space (SQuAD)."
        case .removeDigits: "ASCII digits go."
        case .unicode: "Compatibility characters take their plain form (full width, superscripts, dashes)."
        }
    }
}

/// A sequence of normalisation steps.
public struct Normalization: Sendable, Equatable {
    /// The steps, in order.
    public let steps: [NormalizationStep]
    /// The equivalent flags of the comparison kernel, which needs no copy; nil when there are none.
    private let flags: UInt32?

    /// The normalisation of these steps.
    public init(_ steps: [NormalizationStep]) {
        self.steps = steps
        flags = Normalization.kernelFlags(steps)
    }

    /// Reads names from a document: one of ``NormalizationStep``, or `squad` (SQuAD's: lower case, no punctuation, no
    /// articles, collapsed white space).
    public init(_ node: DocumentNode) throws(DocumentError) {
        var steps: [NormalizationStep] = []
        let names = NormalizationStep.allCases.map { ($0.rawValue, [$0]) }
        let squad: [NormalizationStep] = [.lowercase, .removePunctuation, .removeArticles, .collapseWhitespace]
        for element in node.oneOrMany() {
            steps += try element.choice("a normalisation", names + [("squad", squad)])
        }
        self.init(steps)
    }

    /// The normalised text: `text` itself when there are no steps, else in the arena. O(text).
    public func apply(to text: Bytes, _ arena: Arena) -> Bytes {
        steps.reduce(text) { Normalization.apply($1, to: $0, arena) }
    }

    /// True when both texts are equal after normalisation. Letter case, white space and punctuation are compared
    /// without a copy. O(left + right).
    public func equal(_ left: Bytes, _ right: Bytes, _ arena: Arena) -> Bool {
        // The kernel folds the case of ASCII letters only.
        if let flags, flags & UInt32(AK_IGNORE_CASE) == 0 || left.isASCII && right.isASCII {
            return ak_active().pointee.equal_normalized(left.start, left.count, right.start, right.count, flags)
        }
        return apply(to: left, arena) == apply(to: right, arena)
    }

    private static func apply(_ step: NormalizationStep, to text: Bytes, _ arena: Arena) -> Bytes {
        let kernels = ak_active().pointee
        switch step {
        case .strip: return text.trimmed
        case .unicode: return text.folded(.text, into: arena)
        case .lowercase where !text.isASCII: return lowered(text, arena)
        default: break
        }
        let memory = arena.allocate(text.count + 1)
        var count = text.count
        switch step {
        case .strip, .unicode: break
        case .lowercase: kernels.ascii_lower(memory, text.start, text.count)
        case .collapseWhitespace: count = kernels.collapse_whitespace(memory, text.start, text.count)
        case .removeWhitespace: count = kernels.remove_whitespace(memory, text.start, text.count)
        case .removePunctuation: count = kernels.remove_punctuation(memory, text.start, text.count)
        case .removeArticles: count = removeArticles(memory, text)
        case .removeDigits:
            count = 0
            for index in 0..<text.count where !text[index].isASCIIDigit {
                memory[count] = text[index]
                count += 1
            }
        }
        arena.shrinkLast(memory, to: count)
        return Bytes(start: memory, count: count)
    }

    /// The text in lower case, code point by code point; ill-formed bytes are unchanged.
    private static func lowered(_ text: Bytes, _ arena: Arena) -> Bytes {
        // A code point's lower case has at most three times its bytes.
        let memory = arena.allocate(text.count * 3 + 1)
        var count = 0
        var at = 0
        while at < text.count {
            if text[at] < 0x80 {
                memory[count] = text[at] >= 0x41 && text[at] <= 0x5A ? text[at] | 0x20 : text[at]
                count += 1
                at += 1
                continue
            }
            let (scalar, length) = Bytes.decode(text.start + at, text.count - at)
            if let scalar, let scalar = Unicode.Scalar(scalar) {
                let lower = scalar.value == 0x3C2 ? "\u{3C3}" : scalar.properties.lowercaseMapping
                for byte in lower.utf8 {
                    memory[count] = byte
                    count += 1
                }
            } else {
                (memory + count).update(from: text.start + at, count: length)
                count += length
            }
            at += length
        }
        arena.shrinkLast(memory, to: count)
        return Bytes(start: memory, count: count)
    }

    /// Replaces `\b(a|an|the)\b` by a space in lower-case text.
    private static func removeArticles(_ to: UnsafeMutablePointer<UInt8>, _ text: Bytes) -> Int {
        var count = 0
        var at = 0
        while at < text.count {
            let start = at
            while at < text.count, isWord(text[at]) { at += 1 }
            let word = text[start..<at]
            if word.equals("a") || word.equals("an") || word.equals("the") {
                to[count] = 0x20
                count += 1
            } else {
                (to + count).update(from: word.start, count: word.count)
                count += word.count
            }
            if at < text.count {
                to[count] = text[at]
                count += 1
                at += 1
            }
        }
        return count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == 0x5F || byte >= 0x80
    }

    /// The kernel flags for these steps; nil when the kernel's fixed order would give another result.
    private static func kernelFlags(_ steps: [NormalizationStep]) -> UInt32? {
        var flags: UInt32 = 0
        for step in steps {
            switch step {
            case .lowercase: flags |= UInt32(AK_IGNORE_CASE)
            case .collapseWhitespace: flags |= UInt32(AK_COLLAPSE_WHITESPACE)
            case .removeWhitespace: flags |= UInt32(AK_IGNORE_WHITESPACE)
            case .removePunctuation:
                // The kernel drops punctuation first; dropping it after collapsing white space gives another text.
                if flags & UInt32(AK_COLLAPSE_WHITESPACE) != 0 { return nil }
                flags |= UInt32(AK_IGNORE_PUNCTUATION)
            default: return nil
            }
        }
        return steps.isEmpty ? nil : flags
    }
}

import AdjudgeBase

/// One token of YAML's grammar.
struct YAMLToken {
    enum Kind: UInt8 {
        case directive, documentStart, documentEnd, streamEnd
        case blockSequenceStart, blockMappingStart, blockEnd
        case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
        case blockEntry, flowEntry, key, value
        case alias, anchor, tag, scalar
    }

    let kind: Kind
    /// Where it begins in the text.
    let byte: Int
    /// The name of an alias or an anchor, a tag as it is written, or what a scalar says.
    var text = Bytes.empty
    /// Whether a scalar stands without quotes, so that its letters tell its type.
    var isPlain = false
}

/// How YAML is read.
package struct YAMLRules {
    /// The types of YAML 1.1 as PyYAML's safe loader has them, with merge keys and dates, and its scanner to the letter;
    /// otherwise the core schema of YAML 1.2.
    var isPyYAML = false

    /// Of scalars without quotes only `null`, `~`, `true`, `false` and numbers of JSON are no texts: YAML's JSON schema, by
    /// which a grader's `no`, `010` and `.5` are what they say.
    var isOfJSON = false

    package init(isPyYAML: Bool = false, isOfJSON: Bool = false) {
        (self.isPyYAML, self.isOfJSON) = (isPyYAML, isOfJSON)
    }
}

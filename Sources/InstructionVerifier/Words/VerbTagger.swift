import AdjudgeBase

/// The part of speech of a text's first word, by NLTK's averaged perceptron with the weights of a folder of its data.
///
/// Words are tagged from left to right, and the tag of the first hangs on no other: what it takes is the first three
/// tokens and the weights that a first word can have.
///
/// Source: `nltk.tag.perceptron` (NLTK 3.9), whose features, sums and ties these are.
final class VerbTagger: Sendable {
    private static let weightsName = "averaged_perceptron_tagger_eng.weights.json"
    private static let tagsName = "averaged_perceptron_tagger_eng.tagdict.json"
    private static let classesName = "averaged_perceptron_tagger_eng.classes.json"
    private static let longestFile = 1 << 28

    private let classes: [String]
    /// The weights of each class by feature, classes by their place.
    private let weights: [String: [(place: Int, weight: Double)]]
    /// The tags of words that have but one.
    private let tags: [String: String]

    /// Reads the three files of NLTK's `averaged_perceptron_tagger_eng`; `node` names their folder. O(files).
    init(_ node: DocumentNode) throws(DocumentError) {
        let folder = try node.string("the folder averaged_perceptron_tagger_eng of NLTK's data")
        func file<Result>(
            _ name: String, _ read: (JSONValue) -> Result?
        ) throws(DocumentError) -> Result {
            if let text = TextFile.read("\(folder)/\(name)", atMost: VerbTagger.longestFile) {
                let bytes = OwnedBytes(text)
                let parser = JSONParser(maxDepth: 4, maxValues: 1 << 25)
                defer { withExtendedLifetime((bytes, parser)) {} }
                if let value = try? parser.parse(bytes.view), let found = read(value) { return found }
            }
            throw DocumentError(
                path: node.path, found: "\"\(folder)\" without \(name) that can be read",
                expected: "the folder averaged_perceptron_tagger_eng of NLTK's data")
        }
        let names = try file(VerbTagger.classesName) { value in
            value.kind == .array ? value.elements.compactMap(\.decodedString).sorted() : nil
        }
        classes = names
        tags = try file(VerbTagger.tagsName) { value in
            guard value.kind == .object else { return nil }
            var tags: [String: String] = [:]
            for (word, tag) in value.members {
                if let word = word.decodedString, let tag = tag.decodedString, !tag.isEmpty { tags[word] = tag }
            }
            return tags
        }
        let places = Dictionary(zip(names, names.indices)) { first, _ in first }
        weights = try file(VerbTagger.weightsName) { value in
            guard value.kind == .object else { return nil }
            var weights: [String: [(place: Int, weight: Double)]] = [:]
            for (name, byClass) in value.members {
                guard let name = name.decodedString, VerbTagger.isOfFirstWord(name) else { continue }
                weights[name] = byClass.members.compactMap { label, weight in
                    guard let place = label.decodedString.flatMap({ places[$0] }),
                        let number = weight.numberText.flatMap({ Double($0.string) })
                    else { return nil }
                    return (place, number)
                }
            }
            return weights
        }
    }

    /// Whether the first of `tokens` is a verb: its tag has `VB` in it.
    func startsWithVerb(_ tokens: Views, _ arena: Arena) -> Bool {
        guard let first = tokens.first else { return false }
        let word = first.string
        let tag = tags[word] ?? predicted(word, tokens, arena)
        return tag?.firstRange(of: "VB") != nil
    }

    private func predicted(_ word: String, _ tokens: Views, _ arena: Arena) -> String? {
        var scores = [Double](repeating: 0, count: classes.count)
        for feature in features(word, tokens, arena) {
            for (place, weight) in weights[feature] ?? [] { scores[place] += weight }
        }
        // Of equal scores the last class in order of their names.
        return classes.indices.max { (scores[$0], $0) < (scores[$1], $1) }.map { classes[$0] }
    }

    private func features(_ word: String, _ tokens: Views, _ arena: Arena) -> [String] {
        func context(_ place: Int) -> String {
            place < tokens.count
                ? VerbTagger.normalized(tokens[place], arena) : place == tokens.count ? "-END-" : "-END2-"
        }
        let (this, next) = (context(0), context(1))
        return [
            "bias", "i suffix \(VerbTagger.suffix(word))", "i pref1 \(VerbTagger.firstLetter(word))",
            "i-1 tag -START-", "i-2 tag -START2-", "i tag+i-2 tag -START- -START2-", "i word \(this)",
            "i-1 tag+i word -START- \(this)", "i-1 word -START2-", "i-1 suffix T2-", "i-2 word -START-",
            "i+1 word \(next)", "i+1 suffix \(VerbTagger.suffix(next))", "i+2 word \(context(2))",
        ]
    }

    /// Whether a first word can have the feature.
    private static func isOfFirstWord(_ feature: String) -> Bool {
        fixed.contains(feature) || open.contains { feature.hasPrefix($0) }
    }

    private static let fixed: Set<String> = [
        "bias", "i-1 tag -START-", "i-2 tag -START2-", "i tag+i-2 tag -START- -START2-", "i-1 word -START2-",
        "i-1 suffix T2-", "i-2 word -START-",
    ]
    private static let open = [
        "i suffix ", "i pref1 ", "i word ", "i-1 tag+i word -START- ", "i+1 word ", "i+1 suffix ", "i+2 word ",
    ]

    /// A word as features have it: in lower case, numbers and words with hyphens by their kind.
    private static func normalized(_ word: Bytes, _ arena: Arena) -> String {
        let text = word.string
        let hyphen: Unicode.Scalar = "-"
        if text.unicodeScalars.contains(hyphen), text.unicodeScalars.first != hyphen { return "!HYPHEN" }
        if text.unicodeScalars.count == 4, text.unicodeScalars.allSatisfy(isDigit) { return "!YEAR" }
        if let first = text.unicodeScalars.first, isDigit(first) { return "!DIGITS" }
        return word.pythonLower(arena).string
    }

    /// Python's `str.isdigit`.
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
    }

    private static func suffix(_ word: String) -> String {
        String(String.UnicodeScalarView(word.unicodeScalars.suffix(3)))
    }
    private static func firstLetter(_ word: String) -> String {
        String(String.UnicodeScalarView(word.unicodeScalars.prefix(1)))
    }
}

import AdjudgeBase
import AdjudgeProse

/// Words that decide what a short answer claims, beside those that ``ChoiceWords`` and ``BoxDenial`` have for letters and
/// boxes.
enum ClaimWords {
    /// What denies the words behind it in its clause.
    private static let denials: [StaticString] =
        ChoiceWords.denials + ChoiceWords.negations + ChoiceWords.contrasts + [
            "without", "wasn't", "weren't", "aren't", "don't", "doesn't", "didn't", "won't", "wouldn't", "couldn't",
            "hardly", "doubt",
        ]
    /// What makes such a word no denial: "no doubt", "not only".
    private static let assurances: [StaticString] = ["doubt", "question", "only", "just", "surprise"]
    /// What says of the words before it that they are wrong.
    private static let faults: [StaticString] = BoxDenial.faults + ["excluded", "eliminated", "rejected"]
    /// What sets other words apart from those before it: "Paris not London".
    private static let contrasts: [StaticString] = ["not", "nor", "unlike", "rather", "instead"]
    /// What leaves the whole answer open.
    private static let hedges: [StaticString] = [
        "maybe", "perhaps", "possibly", "unsure", "uncertain", "either", "idk",
    ]
    /// What does so to the words behind it in its clause.
    private static let conditions: [StaticString] = ["might", "may", "could", "if", "whether", "unlikely"]
    /// What is said not to be there by one who does not know: "not sure", "no idea".
    private static let knowledge: [StaticString] = ["sure", "certain", "know", "idea", "clue"]
    /// What joins one thing to another.
    private static let joins: [StaticString] = ["and", "plus", "then", "versus", "vs", "also"]
    private static let alternatives: [StaticString] = ["or", "xor"]
    /// What makes words a sentence or an attribute, and no further thing: "of course", "in France", "which is old".
    private static let structure: [StaticString] = [
        "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do", "does", "did", "will",
        "would", "can", "should", "must", "became", "becomes", "means", "equals", "says", "said", "in", "on", "at",
        "of", "to", "for", "from", "by", "with", "about", "into", "near", "as", "than", "that", "this", "these",
        "those", "it", "its", "it's", "he", "she", "they", "we", "i", "i'm", "you", "his", "her", "their", "our", "my",
        "who", "whom", "whose", "which", "where", "when", "what", "why", "how", "because", "since", "if", "the", "a",
        "an", "there", "here", "founded", "located", "known", "called", "born", "capital", "aka",
        "won", "wrote", "made", "built", "took", "gave", "began", "became", "came", "went", "held", "kept", "lost",
        "met",
        "sang", "sold", "told", "taught", "knew", "led",
    ]
    /// What is part of a name: "Ludwig van Beethoven".
    private static let particles: [StaticString] = [
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn",
        "ben", "st", "saint", "sir", "lord", "dr", "mr", "mrs", "ms", "jr", "sr", "ii", "iii", "iv",
    ]
    /// What is said beside an answer.
    private static let asides: [StaticString] = [
        "yes", "yeah", "sure", "well", "ok", "okay", "so", "thus", "hence", "therefore", "obviously", "clearly",
        "definitely", "certainly", "exactly", "precisely", "indeed", "specifically", "namely", "right", "correct",
        "correctly", "actually", "answer", "final", "finally", "please", "thanks", "probably", "likely", "surely",
        "undoubtedly", "unquestionably", "absolutely",
        "simply", "hello", "hi", "no",
    ]
    private static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]

    /// What a word is, by the lists above.
    struct Kinds: OptionSet {
        let rawValue: UInt16

        static let denial = Kinds(rawValue: 1)
        static let assurance = Kinds(rawValue: 2)
        static let fault = Kinds(rawValue: 4)
        static let contrast = Kinds(rawValue: 8)
        static let hedge = Kinds(rawValue: 16)
        static let condition = Kinds(rawValue: 32)
        static let knowledge = Kinds(rawValue: 64)
        static let join = Kinds(rawValue: 128)
        static let alternative = Kinds(rawValue: 256)
        static let structure = Kinds(rawValue: 512)
        static let aside = Kinds(rawValue: 1024)
        static let particle = Kinds(rawValue: 2048)
    }

    /// What a word in lower case is, apostrophes aside, which normal forms may have lost. O(word).
    static func kinds(_ word: CodePoints) -> Kinds {
        guard word.count <= 12 else { return [] }
        var hash: UInt64 = 0
        for index in 0..<word.count where word[index] != 0x27 { hash = mixed(hash, word[index]) }
        return table[hash] ?? []
    }

    /// Exact for up to nine letters of ASCII, and in practice for twelve.
    private static func mixed(_ hash: UInt64, _ letter: UInt32) -> UInt64 {
        (hash << 7 | hash >> 57) ^ UInt64(letter)
    }

    private static let table: [UInt64: Kinds] = {
        var table: [UInt64: Kinds] = [:]
        let lists: [([StaticString], Kinds)] = [
            (denials, .denial), (assurances, .assurance), (faults, .fault), (contrasts, .contrast), (hedges, .hedge),
            (conditions, .condition), (knowledge, .knowledge), (joins, .join), (alternatives, .alternative),
            (structure + months, .structure), (asides, .aside),
            (particles, .particle),
        ]
        for (words, kind) in lists {
            for word in words {
                var hash: UInt64 = 0
                for index in 0..<word.utf8CodeUnitCount where word.utf8Start[index] != 0x27 {
                    hash = mixed(hash, UInt32(word.utf8Start[index]))
                }
                table[hash, default: []].insert(kind)
            }
        }
        return table
    }()
}

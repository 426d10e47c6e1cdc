import AdjudgeBase
import CProseTables

/// How many syllables a word has, as the package syllapy counts them: by its list, else by groups of vowels.
enum Syllables {
    private static let known = StringTable(pt_syllables())
    private static let vowels = ByteSet("aeiouy")

    /// The syllables of a word in lower case without marks; 0 for one with digits.
    static func count(_ word: Bytes) -> Int {
        if (0..<word.count).contains(where: { word.digitLength(at: $0) > 0 }) { return 0 }
        if let count = known.value(of: word) { return count }
        var syllables = 0
        var isVowelBefore = false
        for index in 0..<word.count {
            let isVowel = vowels.contains(word[index])
            if isVowel, !isVowelBefore { syllables += 1 }
            isVowelBefore = isVowel
        }
        if word.hasSuffix("e") { syllables -= 1 }
        if word.hasSuffix("le"), word.count > 2, !vowels.contains(word[word.count - 3]) { syllables += 1 }
        return max(syllables, 0) == 0 ? 1 : syllables
    }
}

/// Porter's stemmer with the extensions of NLTK, its default: what ROUGE and METEOR stem by.
///
/// Source: Porter 1980, and the differences that NLTK's documentation names. Works in place; no step makes a word longer.
struct PorterStemmer {
    private let word: UnsafeMutablePointer<UInt32>
    private var count: Int

    /// The length of the stem of a word in lower case, which takes the word's place. O(word).
    static func stem(_ word: UnsafeMutablePointer<UInt32>, _ count: Int) -> Int {
        var stemmer = PorterStemmer(word: word, count: count)
        if let irregular = stemmer.irregular() {
            stemmer.write(irregular)
            return stemmer.count
        }
        if count <= 2 { return count }
        stemmer.plurals()
        stemmer.participles()
        stemmer.finalY()
        stemmer.doubleSuffixes()
        stemmer.apply(PorterStemmer.third) { $0.measure($1) > 0 }
        stemmer.apply(PorterStemmer.fourth) { stemmer, length in stemmer.measure(length) > 1 }
        stemmer.finalE()
        if stemmer.ends("ll"), stemmer.measure(stemmer.count - 1) > 1 { stemmer.count -= 1 }
        return stemmer.count
    }

    // MARK: Letters

    private func isConsonant(_ index: Int) -> Bool {
        switch word[index] {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: return false
        case 0x79:
            // A y is a consonant at the start and behind a vowel: runs of y alternate.
            var first = index
            while first > 0, word[first - 1] == 0x79 { first -= 1 }
            let isOdd = (index - first) % 2 == 1
            let firstIsConsonant = first == 0 || !isConsonant(first - 1)
            return firstIsConsonant != isOdd
        default: return true
        }
    }

    /// How often a vowel is followed by a consonant in the first `length` letters.
    private func measure(_ length: Int) -> Int {
        var measure = 0
        var wasVowel = false
        var isVowel = false
        for index in 0..<length {
            let isY = word[index] == 0x79
            isVowel = isY ? index > 0 && !isVowel : !isConsonantLetter(word[index])
            if wasVowel, !isVowel { measure += 1 }
            wasVowel = isVowel
        }
        return measure
    }

    private func isConsonantLetter(_ letter: UInt32) -> Bool {
        !(letter == 0x61 || letter == 0x65 || letter == 0x69 || letter == 0x6F || letter == 0x75)
    }

    private func hasVowel(_ length: Int) -> Bool { (0..<length).contains { !isConsonant($0) } }

    private func endsDouble(_ length: Int) -> Bool {
        length >= 2 && word[length - 1] == word[length - 2] && isConsonant(length - 1)
    }

    /// Consonant, vowel, consonant that is not w, x or y; or a word of a vowel and a consonant.
    private func endsShort(_ length: Int) -> Bool {
        if length == 2 { return !isConsonant(0) && isConsonant(1) }
        guard length >= 3, isConsonant(length - 3), !isConsonant(length - 2), isConsonant(length - 1) else {
            return false
        }
        return word[length - 1] != 0x77 && word[length - 1] != 0x78 && word[length - 1] != 0x79
    }

    private func ends(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard count >= length else { return false }
        for index in 0..<length where word[count - length + index] != UInt32(suffix.utf8Start[index]) { return false }
        return true
    }

    private mutating func replace(_ suffix: StaticString, _ replacement: StaticString) {
        count -= suffix.utf8CodeUnitCount
        append(replacement)
    }

    private mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { word[count + index] = UInt32(text.utf8Start[index]) }
        count += text.utf8CodeUnitCount
    }

    private mutating func write(_ text: StaticString) {
        count = 0
        append(text)
    }

    // MARK: Steps

    private typealias Rule = (suffix: StaticString, replacement: StaticString)

    /// The first rule whose suffix the word ends in, where what remains meets the condition; no other is tried.
    private mutating func apply(_ rules: [Rule], where condition: (PorterStemmer, Int) -> Bool) {
        for rule in rules where ends(rule.suffix) {
            let length = count - rule.suffix.utf8CodeUnitCount
            guard condition(self, length) else { return }
            if rule.suffix.utf8CodeUnitCount == 3, rule.replacement.utf8CodeUnitCount == 0, ends("ion"),
                length == 0 || word[length - 1] != 0x73 && word[length - 1] != 0x74
            {
                return
            }
            replace(rule.suffix, rule.replacement)
            return
        }
    }

    private func irregular() -> StaticString? {
        // Longer words are regular.
        guard count >= 3, count <= 8 else { return nil }
        for (form, stem) in PorterStemmer.irregulars where form.utf8CodeUnitCount == count && ends(form) { return stem }
        return nil
    }

    private mutating func plurals() {
        if ends("ies"), count == 4 { return replace("ies", "ie") }
        apply([("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")]) { _, _ in true }
    }

    private mutating func participles() {
        if ends("ied") { return replace("ied", count == 4 ? "ie" : "i") }
        if ends("eed") {
            if measure(count - 3) > 0 { count -= 1 }
            return
        }
        let suffix: StaticString
        if ends("ed"), hasVowel(count - 2) {
            suffix = "ed"
        } else if ends("ing"), hasVowel(count - 3) {
            suffix = "ing"
        } else {
            return
        }
        replace(suffix, "")
        if ends("at") || ends("bl") || ends("iz") { return append("e") }
        if endsDouble(count) {
            let last = word[count - 1]
            if last != 0x6C && last != 0x73 && last != 0x7A { count -= 1 }
            return
        }
        if measure(count) == 1, endsShort(count) { append("e") }
    }

    private mutating func finalY() {
        if ends("y"), count > 2, isConsonant(count - 2) { word[count - 1] = 0x69 }
    }

    private mutating func doubleSuffixes() {
        // "formally" becomes "formal", and is looked at again.
        if ends("alli"), measure(count - 4) > 0 {
            replace("alli", "al")
            return doubleSuffixes()
        }
        let whole = self
        apply(PorterStemmer.second) { stemmer, length in
            // For "logi" the l counts too.
            stemmer.measure(whole.ends("logi") ? whole.count - 3 : length) > 0
        }
    }

    private mutating func finalE() {
        guard ends("e") else { return }
        let measure = measure(count - 1)
        if measure > 1 || measure == 1 && !endsShort(count - 1) { count -= 1 }
    }

    private static let second: [Rule] = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"), ("logi", "log"),
    ]
    private static let third: [Rule] = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ]
    private static let fourth: [Rule] = [
        ("al", ""), ("ance", ""), ("ence", ""), ("er", ""), ("ic", ""), ("able", ""), ("ible", ""), ("ant", ""),
        ("ement", ""), ("ment", ""), ("ent", ""), ("ion", ""), ("ou", ""), ("ism", ""), ("ate", ""), ("iti", ""),
        ("ous", ""), ("ive", ""), ("ize", ""),
    ]
    private static let irregulars: [(StaticString, StaticString)] = [
        ("sky", "sky"), ("skies", "sky"), ("dying", "die"), ("lying", "lie"), ("tying", "tie"), ("news", "news"),
        ("innings", "inning"), ("inning", "inning"), ("outings", "outing"), ("outing", "outing"),
        ("cannings", "canning"), ("canning", "canning"), ("howe", "howe"), ("proceed", "proceed"),
        ("exceed", "exceed"), ("succeed", "succeed"),
    ]
}

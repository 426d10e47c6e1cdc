import AdjudgeBase
import AdjudgeProse
import CProseTables
import Glibc

/// The language of a text: by its script, and where several languages share that by the likelihood of its sequences of
/// one to three characters under langdetect's profiles, all of them counted and nothing drawn at random.
final class LanguageGuesser {
    /// Letters by script.
    private(set) var letters = [Int](repeating: 0, count: Script.allCases.count)
    /// How many letters the text has.
    private(set) var total = 0
    private var scores: [Double]
    private let tables = pt_langdetect()

    init() { scores = [Double](repeating: 0, count: Int(tables.language_count)) }

    /// What a text is written in.
    struct Guess {
        /// The most likely language's code; nil where nothing tells.
        let code: Bytes?
        /// How far the most likely language is before another, as a natural logarithm of likelihoods.
        let lead: (Bytes) -> Double
    }

    /// Counts the letters of a text by script. O(text).
    func count(_ text: Bytes) {
        for index in letters.indices { letters[index] = 0 }
        total = 0
        var at = 0
        while at < text.count {
            let byte = text.start[at]
            if byte < 0x80 {
                if byte.isASCIILetter {
                    letters[Script.latin.rawValue] += 1
                    total += 1
                }
                at += 1
                continue
            }
            let (scalar, length) = text.scalar(at: at)
            at += length
            if let script = scalar.flatMap(Script.of) {
                letters[script.rawValue] += 1
                total += 1
            }
        }
    }

    /// How many letters are of any of these scripts.
    func letters(of scripts: [Script]) -> Int { scripts.reduce(0) { $0 + letters[$1.rawValue] } }

    /// The most likely language of the text that was counted last. O(text).
    func guess(_ text: Bytes, _ arena: Arena) -> Guess {
        if isJapanese, 2 * letters(of: [.kana, .han]) > total { return certain("ja") }
        return guess(text, arena, among: Script.allCases)
    }

    /// Whether `isOther` says of the language of what stands in some scripts, in the text that was counted last, that it is
    /// another; false for less than `fewest` letters, unless the script alone tells. O(text).
    func isOther(
        _ text: Bytes, _ arena: Arena, in scripts: [Script], fewest: Int, _ isOther: (Guess) -> Bool
    ) -> Bool {
        if scripts.contains(.han), isJapanese { return isOther(certain("ja")) }
        guard letters(of: scripts) >= fewest else { return false }
        let guess = guess(LanguageGuesser.part(of: text, in: scripts, arena), arena, among: scripts)
        return guess.code != nil && isOther(guess)
    }

    /// Japanese is written in Chinese characters too, of which a text may have more than of its own.
    private var isJapanese: Bool {
        let kana = letters[Script.kana.rawValue]
        return kana > 0 && 8 * kana >= letters[Script.han.rawValue] + kana
    }

    /// A text with a space for each letter of another script.
    private static func part(of text: Bytes, in scripts: [Script], _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count)
        var (at, count) = (0, 0)
        while at < text.count {
            let (scalar, length) = text.scalar(at: at)
            if let script = scalar.flatMap(Script.of), !scripts.contains(script) {
                memory[count] = 0x20
                count += 1
            } else {
                (memory + count).update(from: text.start + at, count: length)
                count += length
            }
            at += length
        }
        return Bytes(start: memory, count: count)
    }

    private func guess(_ text: Bytes, _ arena: Arena, among scripts: [Script]) -> Guess {
        guard let script = scripts.max(by: { letters[$0.rawValue] < letters[$1.rawValue] }) else {
            return Guess(code: nil) { _ in 0 }
        }
        if let language = script.language { return certain(language) }
        let candidates = (0..<scores.count).filter { index in
            LanguageName.all.contains { name(index).equals($0.code) && $0.scripts.contains(script) }
        }
        guard !candidates.isEmpty else { return Guess(code: nil) { _ in 0 } }
        score(text, arena)
        let best = candidates.max { scores[$0] < scores[$1] }!
        let codes = candidates.map { (score: scores[$0], code: name($0)) }
        let most = scores[best]
        return Guess(code: name(best)) { other in
            codes.first { $0.code == other }.map { most - $0.score } ?? .infinity
        }
    }

    private func certain(_ code: StaticString) -> Guess { Guess(code: Bytes(code)) { _ in .infinity } }

    private func name(_ language: Int) -> Bytes {
        let start = UnsafeRawPointer(tables.names + 8 * language).assumingMemoryBound(to: UInt8.self)
        return Bytes(start: start, count: (0..<8).first { start[$0] == 0 } ?? 8)
    }

    /// The logarithm of each language's likelihood, but for what is the same for all. Small letters stand for capitals, as
    /// the profiles leave words of capitals out.
    private func score(_ text: Bytes, _ arena: Arena) {
        for index in scores.indices { scores[index] = 0 }
        let points = LangDetectText.prepared(
            text.pythonLower(arena), tables, LanguageGuesser.maxLength, arena)
        let logarithms = LanguageGuesser.logarithms
        LangDetectSequences.forEach(in: points, tables) { slot in
            let range = tables.ranges[slot]
            let first = Int(range >> 8)
            for entry in first..<first + Int(range & 0xFF) {
                scores[Int(tables.languages[entry])] += Double(logarithms[entry])
            }
        }
    }

    /// The longest text whose sequences are counted, in characters: what follows no longer changes the language.
    private static let maxLength = 20_000

    /// For each entry of the tables how much more likely its sequence is in its language than one that was never seen
    /// there, as a logarithm.
    private static let logarithms: [Float] = {
        let tables = pt_langdetect()
        let unseen = 0.5 / 10_000
        var count = 0
        for slot in 0..<Int(tables.slot_count) { count += Int(tables.ranges[slot] & 0xFF) }
        var found = [Float](repeating: 0, count: count)
        for slot in 0..<Int(tables.slot_count) where tables.keys[slot] != 0 {
            let length = tables.keys[slot] >> 32 != 0 ? 2 : tables.keys[slot] >> 16 != 0 ? 1 : 0
            let first = Int(tables.ranges[slot] >> 8)
            for entry in first..<first + Int(tables.ranges[slot] & 0xFF) {
                let share = Double(tables.counts[entry]) / tables.totals[3 * Int(tables.languages[entry]) + length]
                found[entry] = Float(log((unseen + share) / unseen))
            }
        }
        return found
    }()
}

import AdjudgeBase
import AdjudgeProse
import CProseTables

/// The language of a text as Python's `langdetect` 1.0.9 finds it with `DetectorFactory.seed = 0`, a port of Shuyo's
/// language-detection: naive Bayes over sequences of one to three characters that are drawn at random. One per worker.
final class LangDetect {
    private let tables = pt_langdetect()
    private let languages: Int
    private var sequences: [UInt32] = []
    private var probabilities: [Double]
    private var sums: [Double]
    private var factors: [Double]

    private static let trials = 7
    private static let maxLength = 10_000
    private static let mostRounds = 1_000
    private static let convergence = 0.99999

    init() {
        languages = Int(tables.language_count)
        probabilities = [Double](repeating: 0, count: languages)
        sums = probabilities
        factors = probabilities
    }

    /// The code of the most likely language; `unknown` where none has a tenth of the likelihood; nil where the text has
    /// no sequence that the profiles know, which langdetect reports as an error. O(text).
    func detect(_ text: Bytes, _ arena: Arena) -> Bytes? {
        collect(cleaned(LangDetectText.prepared(text, tables, LangDetect.maxLength, arena)))
        guard !sequences.isEmpty else { return nil }
        for language in 0..<languages { sums[language] = 0 }
        var random = MersenneTwister.seededWithZero
        for _ in 0..<LangDetect.trials { addTrial(&random) }
        var best: Int?
        for language in 0..<languages where sums[language] > 0.1 && sums[language] > best.map({ sums[$0] }) ?? 0 {
            best = language
        }
        return best.map(name) ?? Bytes("unknown")
    }

    /// Whether a code is one that ``detect(_:_:)`` can give. O(languages).
    func knows(_ code: Bytes) -> Bool { (0..<languages).contains { name($0) == code } }

    private func name(_ language: Int) -> Bytes {
        let start = UnsafeRawPointer(tables.names + 8 * language).assumingMemoryBound(to: UInt8.self)
        return Bytes(start: start, count: (0..<8).first { start[$0] == 0 } ?? 8)
    }

    /// One trial: sequences are drawn until one language is all but certain.
    private func addTrial(_ random: inout MersenneTwister) {
        for language in 0..<languages { probabilities[language] = 1 / Double(languages) }
        let alpha = 0.5 + random.gauss() * 0.05
        var round = 0
        while true {
            update(Int(sequences[random.index(below: sequences.count)]), weight: alpha / 10_000)
            if round % 5 == 0, normalise() > LangDetect.convergence || round >= LangDetect.mostRounds { break }
            round += 1
        }
        for language in 0..<languages { sums[language] += probabilities[language] / Double(LangDetect.trials) }
    }

    private func update(_ slot: Int, weight: Double) {
        let length = tables.keys[slot] >> 32 != 0 ? 2 : tables.keys[slot] >> 16 != 0 ? 1 : 0
        let first = Int(tables.ranges[slot] >> 8)
        for language in 0..<languages { factors[language] = weight }
        for entry in first..<first + Int(tables.ranges[slot] & 0xFF) {
            let language = Int(tables.languages[entry])
            factors[language] = weight + Double(tables.counts[entry]) / tables.totals[3 * language + length]
        }
        for language in 0..<languages { probabilities[language] *= factors[language] }
    }

    private func normalise() -> Double {
        var sum = 0.0
        for language in 0..<languages { sum += probabilities[language] }
        var most = 0.0
        for language in 0..<languages {
            probabilities[language] /= sum
            most = max(most, probabilities[language])
        }
        return most
    }

    /// Without Latin letters where most letters are not.
    private func cleaned(_ text: CodePoints) -> CodePoints {
        var (latin, other) = (0, 0)
        for index in 0..<text.count {
            switch text[index] {
            case 0x41...0x7A: latin += 1
            case 0x1E00...0x1EFF: break
            case 0x300...: other += 1
            default: break
            }
        }
        guard latin * 2 < other else { return text }
        let memory = UnsafeMutablePointer(mutating: text.start)
        var count = 0
        for index in 0..<text.count where !(0x41...0x7A).contains(text[index]) {
            memory[count] = text[index]
            count += 1
        }
        return CodePoints(start: memory, count: count)
    }

    /// Finds the sequences that the profiles know, in order.
    private func collect(_ text: CodePoints) {
        sequences.removeAll(keepingCapacity: true)
        LangDetectSequences.forEach(in: text, tables) { sequences.append(UInt32($0)) }
    }
}

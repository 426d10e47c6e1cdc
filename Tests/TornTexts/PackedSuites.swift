import AdjudgeBase
import CaseFiles
import CodeVerifier

/// Test objects as LiveCodeBench packs them, a pickle of JSON in zlib in base64, torn in each of these layers.
enum PackedSuites {
    /// Twelve products of two integers.
    private static let packed =
        "eNqNkkFKg0EMhQU9SJh1RzJJJsl4EsG6s4tufgudLooIHkLv61QslI5CsgoZ+Hjvzfu4+7Lbm595xLE8vaXtsjv09ACJTCGL6XpJK0ivh/57"
        + "z4ULn899s+/9uNucHvb9Zbuk9xVcQCohZNL6B8QcMQZRaiBlYpAW5BpDNC5gJNcINUGRoJWiwDzFUYzDabg38IlgKjWoITfB4YOmONVcPRhn"
        + "FoXacGKQFcFonDS64W1iSK0mHoMwj25441lIE21BJT7MnNxPkGpcPagkm/qoKU+U4mT+/988f95/A4Cv63g="

    static let count = 40_000

    /// Reads the suite, torn in the way of that number.
    static func read(_ number: Int) {
        var random = Seeded(seed: UInt64(number))
        var text = Array(packed.utf8)
        if number < text.count {
            text.removeSubrange(number...)
        } else {
            var bytes = decoded(text)
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] ^= 1 << UInt8(random.below(8))
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
                if bytes.isEmpty { break }
            }
            text = encoded(bytes)
        }
        let suite = Array(#"{"public_test_cases": [], "private_test_cases": ""#.utf8) + text + Array(#""}"#.utf8)
        suite.withUnsafeBufferPointer { _ = SuiteProblem.find(in: Bytes($0)) }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func decoded(_ text: [UInt8]) -> [UInt8] {
        let bits = text.compactMap { alphabet.firstIndex(of: $0) }
        return stride(from: 0, to: bits.count, by: 4).flatMap { start -> [UInt8] in
            let group = bits[start..<min(start + 4, bits.count)]
            let value = group.reduce(0) { $0 << 6 | $1 } << (6 * (4 - group.count))
            return (0..<group.count - 1).map { UInt8(truncatingIfNeeded: value >> (16 - 8 * $0)) }
        }
    }

    private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 3).flatMap { start -> [UInt8] in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            let digits = (0...group.count).map { alphabet[value >> (18 - 6 * $0) & 63] }
            return digits + [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count)
        }
    }
}

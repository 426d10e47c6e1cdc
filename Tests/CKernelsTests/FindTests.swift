import CKernels
import Testing

/// Every set, scalar too, against a search written here.
@Suite("Finding a needle")
struct FindTests {
    private let seed: UInt64 = 0x5EED_0002

    private func occurs(_ needle: [UInt8], in text: [UInt8], at offset: Int) -> Bool {
        for (index, byte) in needle.enumerated() where text[offset + index] != byte {
            return false
        }
        return true
    }

    private func first(_ needle: [UInt8], in text: [UInt8]) -> Int {
        guard needle.count <= text.count else { return notFound }
        return (0...text.count - needle.count).first { occurs(needle, in: text, at: $0) } ?? notFound
    }

    private func last(_ needle: [UInt8], in text: [UInt8]) -> Int {
        guard needle.count <= text.count else { return notFound }
        return (0...text.count - needle.count).last { occurs(needle, in: text, at: $0) } ?? notFound
    }

    private func check(
        _ text: [UInt8], _ needle: [UInt8], _ textMemory: GuardedMemory, _ needleMemory: GuardedMemory, offset: Int?,
        _ failures: inout Failures, _ note: @autoclosure () -> String
    ) {
        let textPlace = offset.map { textMemory.place(text, at: $0) } ?? textMemory.placeAtEnd(text)
        let needlePlace = needleMemory.placeAtEnd(needle)
        let expected = (first(needle, in: text), last(needle, in: text))
        for kernels in Kernels.all {
            let answer = (
                kernels.table.find(textPlace, text.count, needlePlace, needle.count),
                kernels.table.rfind(textPlace, text.count, needlePlace, needle.count)
            )
            if answer != expected {
                failures.add(
                    "\(kernels.name) find, rfind: \(answer), not \(expected); text of \(text.count), needle of "
                        + "\(needle.count), offset \(offset.map(String.init) ?? "end"), \(note()), seed \(seed)")
            }
        }
    }

    @Test("Planted needles of every length, at the start, at the end and between")
    func planted() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let textMemory = GuardedMemory(atLeast: 1000)
        let needleMemory = GuardedMemory(atLeast: 400)
        let literals = ["\\boxed", "####", "</think>", "answer is", "\n"].map { Array($0.utf8) }
        for length in denseLengths {
            for round in 0..<12 {
                var text = random.pick([.ascii, .braces, .letters, .anyBytes] as [TextShape]).text(length, &random)
                var needle = random.pick(literals)
                if round >= 4, length > 0 {
                    let start = random.below(length)
                    needle = Array(text[start..<start + random.below(length - start + 1)])
                }
                if needle.count <= length {
                    for start in [0, length - needle.count, random.below(length - needle.count + 1)].prefix(round % 4) {
                        text.replaceSubrange(start..<start + needle.count, with: needle)
                    }
                }
                let offset: Int? = random.below(2) == 0 ? nil : random.below(64)
                check(text, needle, textMemory, needleMemory, offset: offset, &failures, "round \(round)")
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Needles that almost occur everywhere, so that the two-way search takes over")
    func adversarial() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let textMemory = GuardedMemory(atLeast: 3000)
        let needleMemory = GuardedMemory(atLeast: 400)
        func times(_ unit: String, _ count: Int) -> [UInt8] {
            Array(String(repeating: unit, count: count).utf8)
        }
        var rows: [(text: [UInt8], needle: [UInt8])] = [
            (times("</think/", 300), times("</think>", 1)), (times("a", 2000), times("a", 64)),
            (times("a", 2000), times("a", 31) + times("b", 1) + times("a", 32)),
            (times("a", 2000), times("a", 150) + times("b", 1) + times("a", 150)),
            (times("a", 2000), times("a", 200)), (times("ab", 1000), times("ab", 50) + times("b", 1)),
            (times("ab", 1000), times("b", 1) + times("ab", 50)), (times("aab", 700), times("aab", 40)),
            (times("abaab", 400), times("abaab", 30) + times("abab", 1)),
        ]
        // Few letters and a period: what two-way's critical factorisation has to get right.
        for _ in 0..<1500 {
            let unit = (0...random.below(6)).map { _ in UInt8(0x61 + random.below(2)) }
            var needle = Array(repeatElement(unit, count: 1 + random.below(40)).joined())
            if random.below(2) == 0 {
                needle[random.below(needle.count)] ^= 3
            }
            var text = Array(repeatElement(unit, count: 1 + random.below(150)).joined())
            for _ in 0..<random.below(4) {
                text[random.below(text.count)] ^= 3
            }
            if random.below(2) == 0, needle.count <= text.count {
                let start = random.below(text.count - needle.count + 1)
                text.replaceSubrange(start..<start + needle.count, with: needle)
            }
            rows.append((text, needle))
        }
        for (index, row) in rows.enumerated() {
            check(row.text, row.needle, textMemory, needleMemory, offset: nil, &failures, "row \(index)")
            check(row.text, row.needle, textMemory, needleMemory, offset: index % 64, &failures, "row \(index)")
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("A needle at either end of a long text, and its near misses between")
    func long() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let textMemory = GuardedMemory(atLeast: 70_000)
        let needleMemory = GuardedMemory(atLeast: 400)
        for length in longLengths {
            for needle in ["\\boxed{", "</think>", "#### "].map({ Array($0.utf8) }) {
                var text = TextShape.letters.text(length, &random)
                for _ in 0..<50 {
                    let start = random.below(length - needle.count)
                    text.replaceSubrange(start..<start + needle.count - 1, with: needle.dropLast())
                }
                check(text, needle, textMemory, needleMemory, offset: nil, &failures, "absent")
                text.replaceSubrange(0..<needle.count, with: needle)
                check(text, needle, textMemory, needleMemory, offset: random.below(64), &failures, "at the start")
                text.replaceSubrange(length - needle.count..<length, with: needle)
                check(text, needle, textMemory, needleMemory, offset: nil, &failures, "at both ends")
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }
}

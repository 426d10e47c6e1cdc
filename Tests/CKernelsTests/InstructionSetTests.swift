import CKernels
import Testing

/// Every instruction set against the specification, on random texts in guarded memory.
@Suite("Instruction sets agree with scalar")
struct InstructionSetTests {
    private let seed: UInt64 = 0x5EED_0001

    /// Length and the offset the text begins at; nil puts its end at the untouchable page.
    private func placements(_ random: inout SplitMix64) -> [(length: Int, offset: Int?)] {
        var all: [(Int, Int?)] = []
        for length in denseLengths {
            all += [(length, nil), (length, 0), (length, random.below(64))]
        }
        for offset in 0...63 {
            all.append((random.below(300), offset))
        }
        return all
    }

    @Test("Kernels of one text give the same, and write nothing past the room", arguments: TextShape.allCases)
    func textKernels(_ shape: TextShape) {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let memory = GuardedMemory(atLeast: 70_000)
        let room = GuardedMemory(atLeast: 70_000)
        let canary: UInt8 = 0xC5
        room.fill(canary)
        let long = longLengths.flatMap { [($0, nil), ($0, random.below(64))] as [(length: Int, offset: Int?)] }
        for (length, offset) in placements(&random) + long {
            let bytes = shape.text(length, &random)
            for kernel in TextKernel.allCases {
                let text = offset.map { memory.place(bytes, at: $0) } ?? memory.placeAtEnd(bytes)
                let expected = kernel.call(.scalar, text, length, to: room.start)
                for kernels in Kernels.vectorised {
                    func row(_ kind: String, _ answer: Answer) -> String {
                        "\(kernels.name) \(kernel)\(kind): \(answer), not \(expected); \(shape), length \(length), "
                            + "offset \(offset.map(String.init) ?? "end"), seed \(seed)"
                    }
                    let to = offset == nil ? room.start + room.count - length : room.start
                    let answer = kernel.call(kernels, text, length, to: to)
                    if answer != expected {
                        failures.add(row("", answer))
                    }
                    if kernel.copies {
                        let after = min(64, room.count - length)
                        if offset != nil, (0..<after).contains(where: { room.start[length + $0] != canary }) {
                            failures.add(row(" wrote past the room", answer))
                            (room.start + length).update(repeating: canary, count: after)
                        }
                        (offset == nil ? to : room.start).update(repeating: canary, count: length)
                        let inPlace = kernel.call(kernels, text, length, to: text)
                        if inPlace != expected {
                            failures.add(row(" in place", inPlace))
                        }
                        _ = offset.map { memory.place(bytes, at: $0) } ?? memory.placeAtEnd(bytes)
                    }
                }
                room.start.update(repeating: canary, count: length)
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Every class of invalid UTF-8 at every place of two blocks")
    func invalidUTF8() {
        var failures = Failures()
        let memory = GuardedMemory(atLeast: 1_000)
        let wrong: [[UInt8]] = [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x41], [0xE0, 0x9F, 0x80], [0xE2, 0x82],
            [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0x80, 0x80],
            [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41], [0xF0, 0x9F], [0xF0], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xC3, 0xA9, 0x80],
            [0xE2, 0x82, 0xAC, 0x80], [0xF0, 0x9F, 0x98, 0x80, 0x80], [0xE2, 0xC3, 0xA9],
        ]
        // Filler in front and behind: ASCII takes the short path, the others the lookups.
        for filler in ["a", "é", "€", "😀"].map({ Array($0.utf8) }) {
            for bad in wrong {
                for lead in 0...130 {
                    let front =
                        [UInt8](repeating: 0x61, count: lead % filler.count)
                        + Array(repeatElement(filler, count: lead / filler.count).joined())
                    // Long stretches of ASCII are passed over four blocks at a time.
                    for (stretch, tail) in [(0, 0), (0, 1), (0, 70), (256, 300)] {
                        let plain = [UInt8](repeating: 0x63, count: stretch)
                        let bytes = plain + front + bad + [UInt8](repeating: 0x62, count: tail)
                        let text = memory.placeAtEnd(bytes)
                        let expected = TextKernel.utf8Valid.call(.scalar, text, bytes.count, to: text)
                        if expected.number != 0 {
                            failures.add("scalar accepts \(bad)")
                        }
                        for kernels in Kernels.vectorised {
                            let answer = TextKernel.utf8Valid.call(kernels, text, bytes.count, to: text)
                            if answer != expected {
                                failures.add(
                                    "\(kernels.name): \(answer), not \(expected); \(bad) at \(lead), "
                                        + "\(tail) behind")
                            }
                        }
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Byte sets: none, one, some and all of the 256")
    func byteSets() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let memory = GuardedMemory(atLeast: 70_000)
        for (length, offset) in placements(&random) + longLengths.map({ ($0, nil) }) {
            let shape = random.pick(TextShape.allCases)
            let bytes = shape.text(length, &random)
            let text = offset.map { memory.place(bytes, at: $0) } ?? memory.placeAtEnd(bytes)
            var sets: [[UInt8]] = [[], Array(0...255), Array("\\{}".utf8), Array(0x80...0xFF)]
            for size in [1, 1, 2, 5, 40] {
                sets.append((0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            }
            if let present = bytes.randomElement(using: &random) {
                sets.append([present])
            }
            for members in sets {
                let set = byteSet(members)
                let first = Kernels.scalar.findAny(text, length, set)
                let last = Kernels.scalar.rfindAny(text, length, set)
                let other = byteSet((0..<60).map { _ in UInt8(truncatingIfNeeded: random.next()) })
                let pair = Kernels.scalar.rfindPair(text, length, set, other)
                let words = Kernels.scalar.members(text, length, set)
                for kernels in Kernels.vectorised {
                    let answer = (
                        kernels.findAny(text, length, set), kernels.rfindAny(text, length, set),
                        kernels.rfindPair(text, length, set, other)
                    )
                    if kernels.members(text, length, set) != words {
                        failures.add(
                            "\(kernels.name) members: \(shape), length \(length), set \(members), seed \(seed)")
                    }
                    if answer != (first, last, pair) {
                        failures.add(
                            "\(kernels.name) find_any, rfind_any, rfind_pair: \(answer), not \((first, last, pair)); \(shape), "
                                + "length \(length), offset \(offset.map(String.init) ?? "end"), set \(members), seed \(seed)"
                        )
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Braces balance alike, whatever the depth and the backslashes")
    func braces() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let memory = GuardedMemory(atLeast: 70_000)
        let backslashes = [UInt8](repeating: 0x5C, count: 65536)
        for (length, offset) in placements(&random) + longLengths.map({ ($0, nil) }) where length > 0 {
            var bytes = TextShape.braces.text(length, &random)
            switch random.below(4) {
            case 0:
                // Deep first, then shallow, so that the match lies many blocks away.
                bytes = (0..<length).map { $0 < length / 2 ? 0x7B : 0x7D }
            case 1:
                let run = random.below(length)
                bytes.replaceSubrange(0..<run, with: backslashes[0..<run])
            case 2:
                bytes = bytes.map { $0 == 0x5C || $0 == 0x7D ? 0x61 : $0 }
                bytes[length - 1] = 0x7D
            default:
                break
            }
            let text = offset.map { memory.place(bytes, at: $0) } ?? memory.placeAtEnd(bytes)
            for open in [0, length / 2, length - 1, length, random.below(length), random.below(length)] {
                let expected = Kernels.scalar.table.match_brace(text, length, open)
                for kernels in Kernels.vectorised {
                    let close = kernels.table.match_brace(text, length, open)
                    if close != expected {
                        failures.add(
                            "\(kernels.name) match_brace: \(close), not \(expected); length \(length), open \(open), "
                                + "offset \(offset.map(String.init) ?? "end"), seed \(seed)")
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Equality under every combination of flags")
    func equality() {
        var failures = Failures()
        var random = SplitMix64(seed: seed)
        let left = GuardedMemory(atLeast: 70_000)
        let right = GuardedMemory(atLeast: 70_000)
        var equalCount = 0
        for (length, offset) in placements(&random) + longLengths.map({ ($0, nil) }) {
            let shape = random.pick([.whitespace, .punctuation, .letters, .utf8, .oneByte] as [TextShape])
            let a = shape.text(length, &random)
            for b in variants(of: a, &random) {
                let aPlace = offset.map { left.place(a, at: $0) } ?? left.placeAtEnd(a)
                let bPlace = right.placeAtEnd(b)
                for flags in UInt32(0)..<16 {
                    let expected = normalized(a, flags) == normalized(b, flags)
                    equalCount += expected ? 1 : 0
                    for kernels in Kernels.all
                    where kernels.table.equal_normalized(aPlace, a.count, bPlace, b.count, flags) != expected {
                        failures.add(
                            "\(kernels.name) equal_normalized: \(!expected); \(shape), lengths \(a.count) and "
                                + "\(b.count), flags \(flags), offset \(offset.map(String.init) ?? "end"), seed \(seed)"
                        )
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
        #expect(equalCount > 10_000, "the variants must often be equal for the test to say anything")
    }

    /// Texts that some flags make equal to `text`, and one that differs in a byte.
    private func variants(of text: [UInt8], _ random: inout SplitMix64) -> [[UInt8]] {
        var respaced: [UInt8] = []
        var punctuated: [UInt8] = []
        for byte in text {
            respaced.append(byte)
            if byte == 0x20, random.below(2) == 0 {
                respaced.append(0x0A)
            }
            punctuated.append(byte)
            if random.below(20) == 0 {
                punctuated.append(random.pick([0x21, 0x2F, 0x3A, 0x40, 0x5B, 0x60, 0x7B, 0x7E]))
            }
        }
        let recased = text.map { (0x61...0x7A).contains($0 | 0x20) && random.below(3) == 0 ? $0 ^ 0x20 : $0 }
        var changed = text
        if !text.isEmpty {
            changed[random.below(text.count)] ^= 1 << UInt8(random.below(8))
        }
        return [text, respaced, punctuated, recased, changed, [0x20] + text + [0x09]]
    }

    /// The definition of the contract, step by step, with everything materialised.
    private func normalized(_ text: [UInt8], _ flags: UInt32) -> [UInt8] {
        func has(_ flag: Int) -> Bool {
            flags & UInt32(flag) != 0
        }
        func isWhitespace(_ byte: UInt8) -> Bool {
            byte == 0x20 || (0x09...0x0D).contains(byte)
        }
        let punctuation = Set(##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##.utf8)
        var result = has(AK_IGNORE_PUNCTUATION) ? text.filter { !punctuation.contains($0) } : text
        if has(AK_IGNORE_WHITESPACE) {
            result = result.filter { !isWhitespace($0) }
        } else if has(AK_COLLAPSE_WHITESPACE) {
            result = Array(result.split(whereSeparator: isWhitespace).joined(separator: [0x20]))
        }
        return has(AK_IGNORE_CASE) ? result.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 } : result
    }
}

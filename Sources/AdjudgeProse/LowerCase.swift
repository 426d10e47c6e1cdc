import AdjudgeBase

extension CodePoints {
    /// The text in lower case as Python's `str.lower()` gives it: Unicode's mapping, a capital sigma at the end of a word
    /// as ς. O(count).
    public func lowered(_ arena: Arena) -> CodePoints {
        // No mapping is longer than three code points.
        let memory = arena.array(of: UInt32.self, count)
        for index in 0..<count {
            let codePoint = start[index]
            if codePoint >= 0x80 { return loweredBeyondASCII(from: index, memory, arena) }
            memory[index] = codePoint >= 0x41 && codePoint <= 0x5A ? codePoint | 0x20 : codePoint
        }
        return CodePoints(start: memory, count: count)
    }

    private func loweredBeyondASCII(
        from first: Int, _ done: UnsafeMutablePointer<UInt32>, _ arena: Arena
    ) -> CodePoints {
        let memory = arena.array(of: UInt32.self, first + 3 * (count - first))
        memory.update(from: done, count: first)
        var written = first
        for index in first..<count {
            let codePoint = start[index]
            if codePoint < 0x80 {
                memory[written] = codePoint >= 0x41 && codePoint <= 0x5A ? codePoint | 0x20 : codePoint
                written += 1
            } else if codePoint == 0x3A3 {
                memory[written] = endsWord(index) ? 0x3C2 : 0x3C3
                written += 1
            } else if let scalar = Unicode.Scalar(codePoint), scalar.properties.changesWhenLowercased {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    memory[written] = lower.value
                    written += 1
                }
            } else {
                memory[written] = codePoint
                written += 1
            }
        }
        return CodePoints(start: memory, count: written)
    }

    /// Unicode's Final_Sigma: a cased letter before and none behind, what has no case left out.
    private func endsWord(_ index: Int) -> Bool {
        func isCased(_ step: Int) -> Bool {
            var at = index + step
            // A run of marks without case is looked at this far, so that a text of sigmas stays linear.
            for _ in 0..<64 {
                guard at >= 0, at < count, let scalar = Unicode.Scalar(start[at]) else { return false }
                if !scalar.properties.isCaseIgnorable { return scalar.properties.isCased }
                at += step
            }
            return false
        }
        return isCased(-1) && !isCased(1)
    }
}

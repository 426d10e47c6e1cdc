import AdjudgeBase

/// How much of a text is said more than once: runs of eight words, by their hash, in a table of fixed size.
struct RepetitionMeter {
    /// Of a longer text only the end is looked at: that is where a model that loops is caught.
    private static let window = 1 << 15
    private static let run = 8
    private static let slots = 1 << 13
    /// Longer runs of letters and signs are cut: text without word breaks, as Chinese is or a loop of one box, has words too.
    private static let longestWord = 32

    /// The hashes of runs seen in the current text; the upper half of a slot tells which text wrote it.
    private var seen = [UInt64](repeating: 0, count: slots)
    private var text: UInt64 = 0

    /// True when at least 40 % of the runs of a text of at least forty words stood in it before. O(window).
    mutating func repeats(in whole: Bytes) -> Bool {
        text = (text + 1) & 0xFFFF_FFFF
        if text == 0 { (seen, text) = ([UInt64](repeating: 0, count: RepetitionMeter.slots), 1) }
        let view = whole.suffix(from: max(0, whole.count - RepetitionMeter.window))
        var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
        var count = 0
        var repeated = 0
        withUnsafeMutableBytes(of: &words) { raw in
            let ring = raw.bindMemory(to: UInt64.self)
            var word: UInt64 = 0
            var length = 0
            // Eight hashes, each rotated by its age, make the hash of the run.
            var rolling: UInt64 = 0
            func ended() {
                let slot = count % RepetitionMeter.run
                rolling = rolling << 7 | rolling >> 57
                let old = ring[slot]
                rolling ^= old << 56 | old >> 8
                rolling ^= word
                ring[slot] = word
                count += 1
                word = 0
                length = 0
                if count >= RepetitionMeter.run, note(rolling) { repeated += 1 }
            }
            for byte in UnsafeBufferPointer(start: view.start, count: view.count) {
                if byte > 0x20 {
                    word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 &+ 0x9E37_79B9_7F4A_7C15
                    length += 1
                    if length == RepetitionMeter.longestWord { ended() }
                } else if word != 0 {
                    ended()
                }
            }
            if word != 0 { ended() }
        }
        return count >= 40 && repeated * 5 >= (count - RepetitionMeter.run + 1) * 2
    }

    /// True when the run was seen before in this text.
    private mutating func note(_ hash: UInt64) -> Bool {
        let mixed = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
        let slot = Int(mixed >> 51)
        let mark = text << 32 | mixed & 0xFFFF_FFFF
        if seen[slot] == mark { return true }
        seen[slot] = mark
        return false
    }
}

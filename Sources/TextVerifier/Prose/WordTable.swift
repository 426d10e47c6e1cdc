import AdjudgeBase
import AdjudgeProse
import Glibc

/// Numbers for words, the same for the same word, from 0 on in the order in which words come: what distances and n-grams
/// of words are counted in.
///
/// One for a worker. A word is a run of bytes: UTF-8, or the code points of a ``CodePoints``, but of one kind from one
/// ``begin(_:)`` to the next. A look-up is O(word).
final class WordTable {
    private struct Slot {
        /// The first eight bytes, zeros behind a shorter word.
        var head: UInt64 = 0
        var start: UnsafeRawPointer?
        var length: Int32 = 0
        /// The ``WordTable/epoch`` in which it was taken; another one's slot is empty.
        var epoch: UInt32 = 0
        var number: UInt32 = 0
        /// How often a bag still holds the word.
        var open: Int32 = 0
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask = WordTable.least - 1
    private var epoch: UInt32 = 0
    /// Whose budget steps are counted in: it owns this table.
    private unowned(unsafe) var scratch: ProseScratch?
    /// How many different words there are.
    private(set) var count = 0

    private static let least = 128
    /// A table of more slots is given back before the next texts.
    private static let most = 8192

    init() {
        slots = .allocate(capacity: WordTable.least)
        slots.initialize(repeating: Slot(), count: WordTable.least)
    }

    deinit { slots.deallocate() }

    /// Forgets all words. Steps over other words' slots are counted in `scratch`.
    func begin(_ scratch: ProseScratch) {
        self.scratch = scratch
        count = 0
        epoch &+= 1
        if epoch != 0, mask < WordTable.most { return }
        slots.deallocate()
        mask = WordTable.least - 1
        slots = .allocate(capacity: WordTable.least)
        slots.initialize(repeating: Slot(), count: WordTable.least)
        epoch = 1
    }

    /// The number of a word. `end` is behind the memory that may be read, at the word's end or later.
    @inline(__always)
    func number(_ word: UnsafeRawPointer, _ length: Int, before end: UnsafeRawPointer) -> UInt32 {
        // A new word may move the table.
        let at = taken(word, length, before: end)
        return slots[at].number
    }

    /// Puts a word into the bag.
    @inline(__always)
    func put(_ word: UnsafeRawPointer, _ length: Int, before end: UnsafeRawPointer) {
        let at = taken(word, length, before: end)
        slots[at].open += 1
    }

    /// Takes a word out of the bag; false where the bag has it no more.
    @inline(__always)
    func take(_ word: UnsafeRawPointer, _ length: Int, before end: UnsafeRawPointer) -> Bool {
        let (head, hash) = WordTable.key(word, length, before: end)
        let at = slot(word, length, head, hash)
        guard slots[at].epoch == epoch, slots[at].open > 0 else { return false }
        slots[at].open -= 1
        return true
    }

    /// The slot of a word, which it takes where it is new.
    @inline(__always)
    private func taken(_ word: UnsafeRawPointer, _ length: Int, before end: UnsafeRawPointer) -> Int {
        let (head, hash) = WordTable.key(word, length, before: end)
        let at = slot(word, length, head, hash)
        if slots[at].epoch == epoch { return at }
        if 2 * count > mask {
            grow()
            return taken(word, length, before: end)
        }
        slots[at] = Slot(
            head: head, start: word, length: Int32(truncatingIfNeeded: length), epoch: epoch, number: UInt32(count))
        count += 1
        return at
    }

    /// The slot that holds a word, or the empty one where it would stand.
    @inline(__always)
    private func slot(_ word: UnsafeRawPointer, _ length: Int, _ head: UInt64, _ hash: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[at].epoch == epoch {
            let slot = slots[at]
            if slot.head == head, Int(slot.length) == length,
                length <= 8 || memcmp(slot.start! + 8, word + 8, length - 8) == 0
            {
                break
            }
            // Words chosen to meet in one place spend the budget instead of time.
            if let scratch, !scratch.spend(1) { break }
            at = (at + 1) & mask
        }
        return at
    }

    /// The first eight bytes of a word, and its hash.
    @inline(__always)
    private static func key(
        _ word: UnsafeRawPointer, _ length: Int, before end: UnsafeRawPointer
    ) -> (head: UInt64, hash: UInt64) {
        var head: UInt64 = 0
        if length >= 8 {
            head = UInt64(littleEndian: word.loadUnaligned(as: UInt64.self))
        } else if end - word >= 8 {
            head = UInt64(littleEndian: word.loadUnaligned(as: UInt64.self)) & (1 << UInt64(8 * length) &- 1)
        } else {
            for index in 0..<length {
                head |= UInt64(word.load(fromByteOffset: index, as: UInt8.self)) << UInt64(8 * index)
            }
        }
        var hash = (head ^ UInt64(length) &* 0xA076_1D64_78BD_642F) &* 0x9E37_79B9_7F4A_7C15
        if length > 8 {
            var at = 8
            while at + 8 < length {
                hash = mixed(hash, word.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            hash = mixed(hash, word.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self))
        }
        return (head, hash)
    }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ part: UInt64) -> UInt64 {
        (hash ^ hash >> 29 ^ part) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(never)
    private func grow() {
        let (old, size) = (slots, mask + 1)
        mask = 2 * size - 1
        slots = .allocate(capacity: 2 * size)
        slots.initialize(repeating: Slot(), count: 2 * size)
        for index in 0..<size where old[index].epoch == epoch {
            let word = old[index]
            let length = Int(word.length)
            let (head, hash) = WordTable.key(word.start!, length, before: word.start! + length)
            slots[slot(word.start!, length, head, hash)] = word
        }
        old.deallocate()
    }
}

extension WordTable {
    /// The numbers of words, one after the other.
    func numbers(_ words: [CodePoints], _ arena: Arena) -> CodePoints {
        let memory = arena.array(of: UInt32.self, words.count)
        for (index, word) in words.enumerated() {
            let start = UnsafeRawPointer(word.start)
            memory[index] = number(start, 4 * word.count, before: start + 4 * word.count)
        }
        return CodePoints(start: memory, count: words.count)
    }

    /// The numbers of the words that a scan of a text gives.
    @inline(__always)
    func numbers<Scan: WordScan>(_ scan: inout Scan, _ arena: Arena) -> CodePoints {
        // Each word has a byte, and one that parts it from the next.
        let memory = arena.array(of: UInt32.self, scan.most)
        var count = 0
        while let word = scan.next() {
            memory[count] = number(UnsafeRawPointer(word.start), word.count, before: UnsafeRawPointer(scan.end))
            count += 1
        }
        return CodePoints(start: memory, count: count)
    }
}

/// The words of two texts as numbers.
enum WordNumbers {
    static func of(_ left: [CodePoints], _ right: [CodePoints], _ scratch: ProseScratch) -> (CodePoints, CodePoints) {
        scratch.words.begin(scratch)
        let first = scratch.words.numbers(left, scratch.arena)
        return (first, scratch.words.numbers(right, scratch.arena))
    }

    /// The words between white space.
    static func spaced(_ left: ProseText, _ right: ProseText, _ scratch: ProseScratch) -> (CodePoints, CodePoints) {
        guard left.isASCII, right.isASCII else { return of(left.points.words(), right.points.words(), scratch) }
        return scanned(SpacedWords(left.bytes), SpacedWords(right.bytes), scratch)
    }

    /// The same in lower case.
    static func lowered(_ left: ProseText, _ right: ProseText, _ scratch: ProseScratch) -> (CodePoints, CodePoints) {
        let arena = scratch.arena
        guard left.isASCII, right.isASCII else {
            return of(left.points.lowered(arena).words(), right.points.lowered(arena).words(), scratch)
        }
        return scanned(
            SpacedWords(left.lowered(arena)), SpacedWords(right.lowered(arena)), scratch)
    }

    @inline(__always)
    static func scanned<Scan: WordScan>(
        _ left: Scan, _ right: Scan, _ scratch: ProseScratch
    ) -> (CodePoints, CodePoints) {
        var (left, right) = (left, right)
        scratch.words.begin(scratch)
        let first = scratch.words.numbers(&left, scratch.arena)
        return (first, scratch.words.numbers(&right, scratch.arena))
    }
}

import AdjudgeBase
import AdjudgeProse
import Glibc

/// Stems of words that came before: texts of one data set share most of their words. One for a worker.
///
/// A slot holds the latest word that hashes to it; a hit saves time and never changes a stem.
final class StemCache {
    private struct Slot {
        var word: (UInt64, UInt64) = (0, 0)
        var stem: (UInt64, UInt64) = (0, 0)
        var count: UInt8 = 0
        var stemCount: UInt8 = 0
    }

    /// Longer words are stemmed each time.
    private static let longest = 16
    private static let size = 512
    private let slots: UnsafeMutablePointer<Slot>
    private let points: UnsafeMutablePointer<UInt32>
    private static let mostPoints = 64

    init() {
        slots = .allocate(capacity: StemCache.size)
        slots.initialize(repeating: Slot(), count: StemCache.size)
        points = .allocate(capacity: StemCache.mostPoints)
    }

    deinit {
        slots.deallocate()
        points.deallocate()
    }

    /// Replaces a word of small letters and digits by its stem in place; the stem's length. O(word).
    func stem(_ word: UnsafeMutablePointer<UInt8>, _ count: Int, _ arena: Arena) -> Int {
        guard count <= StemCache.longest else { return computed(word, count, arena) }
        var key: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &key) { _ = memcpy($0.baseAddress!, word, count) }
        let hash = (key.0 ^ key.1 &* 0xA076_1D64_78BD_642F) &* 0x9E37_79B9_7F4A_7C15
        let slot = slots + Int(truncatingIfNeeded: hash >> 55)
        if slot.pointee.word.0 == key.0, slot.pointee.word.1 == key.1, Int(slot.pointee.count) == count {
            let length = Int(slot.pointee.stemCount)
            withUnsafeBytes(of: &slot.pointee.stem) { _ = memcpy(word, $0.baseAddress!, length) }
            return length
        }
        let length = computed(word, count, arena)
        slot.pointee.word = key
        slot.pointee.count = UInt8(count)
        slot.pointee.stem = (0, 0)
        slot.pointee.stemCount = UInt8(length)
        withUnsafeMutableBytes(of: &slot.pointee.stem) { _ = memcpy($0.baseAddress!, word, length) }
        return length
    }

    private func computed(_ word: UnsafeMutablePointer<UInt8>, _ count: Int, _ arena: Arena) -> Int {
        let memory = count <= StemCache.mostPoints ? points : arena.array(of: UInt32.self, count)
        for index in 0..<count { memory[index] = UInt32(word[index]) }
        let length = PorterStemmer.stem(memory, count)
        for index in 0..<length { word[index] = UInt8(truncatingIfNeeded: memory[index]) }
        return length
    }
}

import AdjudgeBase
import CProseTables

/// A table from short strings to numbers in the program's own read-only memory: written by
/// `Scripts/generate-prose-tables.py`, looked up in place.
///
/// Open addressing over FNV-1a: slots of an offset into the strings, each string behind its length and its number.
struct StringTable: @unchecked Sendable {
    private let slots: UnsafePointer<UInt32>
    private let mask: UInt64
    private let strings: UnsafePointer<UInt8>

    init(_ table: pt_table) {
        slots = table.slots
        mask = UInt64(table.slot_count - 1)
        strings = table.strings
    }

    private static func hash(_ string: Bytes) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for index in 0..<string.count { hash = (hash ^ UInt32(string.start[index])) &* 0x0100_0193 }
        return hash ^ hash >> 15
    }

    /// Calls `body` with each string. O(table).
    func forEach(_ body: (Bytes) -> Void) {
        for slot in 0...Int(mask) where slots[slot] != 0 {
            let entry = strings + Int(slots[slot])
            body(Bytes(start: entry + 2, count: Int(entry[0])))
        }
    }

    /// The number of a string; nil where the table has none. O(string).
    func value(of string: Bytes) -> Int? {
        guard string.count < 256 else { return nil }
        var slot = UInt64(StringTable.hash(string)) & mask
        while true {
            let offset = slots[Int(slot)]
            if offset == 0 { return nil }
            let entry = strings + Int(offset)
            if Int(entry[0]) == string.count, Bytes(start: entry + 2, count: string.count) == string {
                return Int(entry[1])
            }
            slot = (slot + 1) & mask
        }
    }
}

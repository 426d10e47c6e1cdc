import AdjudgeBase
import CProseTables

/// What is left of a text in ASCII once its characters are decomposed: `unicodedata.normalize("NFKD", text)` encoded to
/// ASCII, the rest ignored.
enum ASCIIForms {
    /// The text in ASCII, in `arena`; itself where it is. O(text · log of the table).
    static func text(_ text: Bytes, _ arena: Arena) -> Bytes {
        guard !text.isASCII else { return text }
        // No character becomes more than four letters for each of its bytes.
        let memory = arena.allocate(text.count * 4)
        var (count, at) = (0, 0)
        while at < text.count {
            let (scalar, length) = text[at] < 0x80 ? (UInt32(text[at]), 1) : text.scalar(at: at)
            at += length
            guard let scalar else { continue }
            if scalar < 0x80 {
                memory[count] = UInt8(scalar)
                count += 1
            } else if let form = form(of: scalar) {
                (memory + count).update(from: form.start, count: form.count)
                count += form.count
            }
        }
        return Bytes(start: memory, count: count)
    }

    private static func form(of scalar: UInt32) -> Bytes? {
        let table = pt_ascii_forms()
        var (low, high) = (0, Int(table.count))
        while low < high {
            let middle = (low + high) / 2
            if table.codes[middle] < scalar { low = middle + 1 } else { high = middle }
        }
        guard low < Int(table.count), table.codes[low] == scalar else { return nil }
        let form = table.forms + 8 * low
        return Bytes(start: form + 1, count: Int(form[0]))
    }
}

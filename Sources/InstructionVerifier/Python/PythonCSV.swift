import AdjudgeBase

/// Python's `csv.reader` over the lines of a text, with its usual dialect.
enum PythonCSV {
    /// The longest field that Python's reader takes.
    private static let maxField = 131_072

    private enum State { case start, field, plain, quoted, afterQuote, afterReturn }

    /// The rows, an empty one for each empty line; nil where Python raises an error. O(text).
    static func rows(_ text: Bytes, _ separator: UInt8, _ arena: Arena) -> [[Bytes]]? {
        var rows: [[Bytes]] = []
        var row: [Bytes] = []
        let memory = arena.allocate(text.count + 1)
        var (first, count) = (0, 0)
        var state = State.start
        func endField() {
            row.append(Bytes(start: memory + first, count: count - first))
            first = count
        }
        func endRow() {
            rows.append(row)
            row = []
            state = .start
        }
        for index in 0..<text.count {
            let byte = text.start[index]
            let isEnd = byte == 0x0A || byte == 0x0D
            if byte == 0 { return nil }
            if count - first > maxField { return nil }
            switch state {
            case .afterReturn:
                // Only the newline that ends the line may follow a carriage return.
                guard byte == 0x0A else { return nil }
                endRow()
            case .start, .field:
                if isEnd {
                    if state == .field { endField() }
                    if byte == 0x0A { endRow() } else { state = .afterReturn }
                } else if byte == UInt8(ascii: "\"") {
                    state = .quoted
                } else if byte == separator {
                    endField()
                    state = .field
                } else {
                    memory[count] = byte
                    count += 1
                    state = .plain
                }
            case .plain:
                if isEnd {
                    endField()
                    if byte == 0x0A { endRow() } else { state = .afterReturn }
                } else if byte == separator {
                    endField()
                    state = .field
                } else {
                    memory[count] = byte
                    count += 1
                }
            case .quoted:
                if byte == UInt8(ascii: "\"") {
                    state = .afterQuote
                } else {
                    memory[count] = byte
                    count += 1
                }
            case .afterQuote:
                if byte == UInt8(ascii: "\"") {
                    memory[count] = byte
                    count += 1
                    state = .quoted
                } else if byte == separator {
                    endField()
                    state = .field
                } else if isEnd {
                    endField()
                    if byte == 0x0A { endRow() } else { state = .afterReturn }
                } else {
                    memory[count] = byte
                    count += 1
                    state = .plain
                }
            }
        }
        switch state {
        case .start: break
        case .afterReturn: endRow()
        case .field, .plain, .quoted, .afterQuote:
            endField()
            endRow()
        }
        return rows
    }
}

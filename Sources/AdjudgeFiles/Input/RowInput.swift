import AdjudgeWire

/// The rows of several files, one file after another.
final class RowInput {
    /// Consecutive lines of one file.
    struct Block {
        var lines: ArraySlice<LineReader.Line> = []
        /// The index of the file among the paths.
        var file = 0
        /// The number of the first line within its file.
        var first = 0
        /// True once rows with several responses stand there once for each.
        var isSpread = false

        /// Removes the first `count` lines.
        mutating func drop(first count: Int) {
            lines = lines.dropFirst(count)
            first += count
        }
    }

    let paths: [String]
    private let stop: StopSignal
    private var reader: LineReader?
    /// The previous reader, while its lines are still in use.
    private var former: LineReader?
    private var file = -1
    private var rowsOfFile = 0
    private var bytesBefore = 0

    /// The rows of the files at `paths`, at least one. Waiting for a pipe ends once `stop` is raised.
    init(_ paths: [String], _ stop: StopSignal) throws(InputError) {
        self.paths = paths
        self.stop = stop
        try InputFile.check(paths)
        try openNext()
    }

    /// How many bytes have been read, decompressed.
    var bytesRead: Int { bytesBefore + (reader?.bytesRead ?? 0) }

    /// True when a long row has made the block larger than usual, so that reading ahead would double it.
    var isOversize: Bool { reader?.isOversize ?? false }

    /// The next block, waiting for it; nil at the end. Its lines are valid until the next call.
    func next() throws(InputError) -> Block? {
        former = nil
        while let reader {
            if try reader.nextBlock() { return block(reader) }
            try openNext()
        }
        return nil
    }

    /// The next block as far as it is available, while the lines of the previous one stay valid until the call after.
    /// `isAtEnd` says that no more will follow.
    func readAhead() throws(InputError) -> (block: Block, isAtEnd: Bool) {
        former = nil
        while let reader {
            switch try reader.readAhead() {
            case .block: return (block(reader), false)
            case .pause: return (Block(), false)
            case .end:
                if former == nil { former = reader }
                try openNext()
            }
        }
        return (Block(), true)
    }

    private func block(_ reader: LineReader) -> Block {
        defer { rowsOfFile += reader.lines.count }
        return Block(lines: reader.lines[...], file: file, first: rowsOfFile)
    }

    private func openNext() throws(InputError) {
        bytesBefore += reader?.bytesRead ?? 0
        reader = nil
        file += 1
        rowsOfFile = 0
        guard file < paths.count else { return }
        reader = try LineReader(path: paths[file], stop: stop)
    }
}

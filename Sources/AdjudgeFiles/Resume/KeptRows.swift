import AdjudgeBase
import AdjudgeWire
import Glibc

/// The rows that an earlier run left in the output, in order. Only reads; a row that `adjudge score` did not write is
/// an error and stays unchanged. Holds one row in memory.
final class KeptRows {
    /// The number of rows returned so far.
    private(set) var count = 0
    /// Their length in bytes.
    private(set) var bytes = 0

    private static let start = Bytes("{\"id\":")
    private static let largestRow = 1 << 30

    private let output: OutputFile
    private let partNames: [String]
    private let grader: String
    private let parser = JSONParser()
    private let block: LineBlock
    /// The number of bytes of the block that have been read, and that have been returned.
    private var filled = 0
    private var taken = 0

    /// The rows in `output`, which was opened to be resumed; the grader with this hash and parts must have written
    /// them.
    init(_ output: OutputFile, grader: String, partNames: [String]) throws(InputError) {
        self.output = output
        self.grader = grader
        self.partNames = partNames
        block = try LineBlock(capacity: 1 << 18)
    }

    /// The next row; nil after the last whole one. It is valid until the next call.
    func next() throws(InputError) -> WrittenRow? {
        guard let line = try nextLine() else { return nil }
        let row: WrittenRow
        do {
            row = try WrittenRow(try parser.parse(line), partNames: partNames)
        } catch let error as JSONError {
            throw foreign("found \(error.message)")
        } catch let error as WrittenRow.Foreign {
            throw foreign(error.message)
        } catch {
            throw foreign("\(error)")
        }
        guard row.grader.string == grader else {
            throw InputError(
                description: "\(output.name): scored by the grader \(row.grader.string), expected \(grader); "
                    + "use the same grader, or --overwrite")
        }
        count += 1
        bytes += line.count + 1
        return row
    }

    /// The next complete line; nil at the end, where the start of a row may remain.
    private func nextLine() throws(InputError) -> Bytes? {
        var searched = 0
        while true {
            let rest = Bytes(start: block.memory + taken, count: filled - taken)
            try refuseOtherStart(rest)
            if let newline = memchr(rest.start + searched, 0x0A, rest.count - searched) {
                let line = rest[0..<UnsafeRawPointer(rest.start).distance(to: UnsafeRawPointer(newline))]
                guard line.hasSuffix("}") else { throw foreign("found other bytes than } at its end") }
                taken += line.count + 1
                return line
            }
            searched = rest.count
            if try !readMore() {
                if count == 0, !rest.isEmpty {
                    throw InputError(
                        description: "\(output.name): found \(rest.count) bytes and no whole row of adjudge score; "
                            + "expected a file that it wrote, or none; use --overwrite to replace it")
                }
                return nil
            }
        }
    }

    /// Throws unless the line starts as every row does, even a partial one.
    private func refuseOtherStart(_ line: Bytes) throws(InputError) {
        let known = min(line.count, KeptRows.start.count)
        guard line[0..<known] == KeptRows.start[0..<known] else {
            throw foreign("found other bytes than {\"id\": at its start")
        }
    }

    /// Reads more of the file, growing the block if necessary; false at the end.
    private func readMore() throws(InputError) -> Bool {
        if taken > 0 {
            memmove(block.memory, block.memory + taken, filled - taken)
            filled -= taken
            taken = 0
        }
        if filled == block.capacity {
            guard block.capacity < KeptRows.largestRow else { throw foreign("found more than \(filled) bytes in it") }
            try block.resize(block.capacity * 2, keeping: filled)
        }
        while true {
            let count = pread(output.descriptor, block.memory + filled, block.capacity - filled, bytes + filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw InputError(
                    description: "\(output.name): cannot be read: \(String(cString: strerror(errno)))", cause: .transfer
                )
            }
            filled += count
            return count > 0
        }
    }

    private func foreign(_ what: String) -> InputError {
        InputError(
            description: "\(output.name): row \(count), at byte \(bytes), is no output of adjudge score: \(what); "
                + "nothing was changed")
    }
}

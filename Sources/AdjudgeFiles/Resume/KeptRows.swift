import AdjudgeBase
import AdjudgeWire
import Glibc

/// The rows that an earlier run left in the output, one after the other. Only looks; every byte that is not ours, or not
/// whole, is an error and stays as it is. Memory of one row.
final class KeptRows {
    /// How many rows have been given.
    private(set) var count = 0
    /// How many bytes they take.
    private(set) var bytes = 0

    private static let start = Bytes("{\"id\":")
    private static let largestRow = 1 << 30

    private let output: OutputFile
    private let partNames: [String]
    private let grader: String
    private let parser = JSONParser()
    private let block: LineBlock
    /// What of the block has been read, and what of it given.
    private var filled = 0
    private var taken = 0

    /// The rows in `output`, which has been opened to be resumed, as the grader with that hash and these parts writes
    /// them.
    init(_ output: OutputFile, grader: String, partNames: [String]) throws(InputError) {
        self.output = output
        self.grader = grader
        self.partNames = partNames
        block = try LineBlock(capacity: 1 << 18)
    }

    /// The next row; nil after the last whole one. What it refers to lives until the next call.
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

    /// The next line that ends; nil at the end, where the start of a row may be left over.
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

    /// Every row starts in the same way, a torn one too.
    private func refuseOtherStart(_ line: Bytes) throws(InputError) {
        let known = min(line.count, KeptRows.start.count)
        guard line[0..<known] == KeptRows.start[0..<known] else {
            throw foreign("found other bytes than {\"id\": at its start")
        }
    }

    /// Reads on, making room where needed; false at the end of the file.
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

import AdjudgeBase
import AdjudgeWire
import Glibc

/// How far an earlier run got: what `--resume` goes on from.
public struct ResumePoint: Sendable, Equatable {
    /// How many complete rows the output holds.
    public let rows: Int
    /// The grader's hash in the last row; nil when there is no row.
    public let grader: String?

    /// Reads an output file and repairs it: a torn last line is cut off, so that rows can be appended. A file that does
    /// not exist is no rows. Linear in the file, memory of one row.
    public init(path: String) throws(InputError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw InputError(description: "\(path): \(String(cString: strerror(errno)))") }
            self.init(rows: 0, grader: nil)
            return
        }
        defer { close(descriptor) }
        let capacity = 1 << 20
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        defer { buffer.deallocate() }
        var rows = 0
        var offset = 0
        var lastStart = 0
        var complete = 0
        while true {
            let count = pread(descriptor, buffer, capacity, offset)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw InputError(description: "\(path): \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            for index in 0..<count where buffer[index] == 0x0A {
                rows += 1
                lastStart = complete
                complete = offset + index + 1
            }
            offset += count
        }
        if complete < offset, ftruncate(descriptor, complete) != 0 {
            throw InputError(
                description: "\(path): cannot cut off the torn last line: \(String(cString: strerror(errno)))")
        }
        guard rows > 0 else {
            self.init(rows: 0, grader: nil)
            return
        }
        let line = UnsafeMutablePointer<UInt8>.allocate(capacity: complete - lastStart)
        defer { line.deallocate() }
        let parser = JSONParser()
        defer { withExtendedLifetime(parser) {} }
        guard pread(descriptor, line, complete - lastStart, lastStart) == complete - lastStart,
            let row = try? parser.parse(Bytes(start: line, count: complete - lastStart)),
            let hash = row.member("grader")?.rawString
        else {
            throw InputError(
                description: "\(path): row \(rows) is no output of adjudge score, expected one with \"grader\"")
        }
        self.init(rows: rows, grader: hash.string)
    }

    private init(rows: Int, grader: String?) {
        self.rows = rows
        self.grader = grader
    }
}

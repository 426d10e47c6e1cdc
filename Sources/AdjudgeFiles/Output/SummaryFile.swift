import Adjudge
import AdjudgeBase
import AdjudgeWire
import Glibc

/// The file with a run's summary.
public enum SummaryFile {
    /// Throws where the file at `path` exists and is not an earlier summary, unless it `mayReplace` any file.
    public static func check(_ path: String, mayReplace: Bool) throws(InputError) {
        guard !mayReplace, OutputPath.standardDescriptor(path) == nil, OutputPath.isRegularOrNew(path) else { return }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw InputError(description: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 8)
        let count = Glibc.read(descriptor, &head, head.count)
        guard count == 0 || count == head.count && head.elementsEqual("{\"rows\":".utf8) else {
            throw InputError(description: "\(path): exists already and is no summary; use --overwrite")
        }
    }

    /// Writes `summary` to `path`, replacing an earlier one.
    public static func write(
        _ summary: Summary, ledger: GroupLedger? = nil, judges: Judges.Tally? = nil, to path: String, grader: String
    ) throws(InputError) {
        var writer = ByteWriter()
        summary.writeJSON(grader: grader, ledger: ledger, judges: judges, to: &writer)
        let file = try OutputFile(path: path, .replace)
        try file.write(writer.bytes)
        try file.finish()
    }
}

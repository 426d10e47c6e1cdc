import AdjudgeBase
import AdjudgeWire
import Glibc

/// A file of metrics: a line of JSON for each run, such as one for each checkpoint, each with its `step`. W&B, trackio and
/// scripts for TensorBoard read such lines as they are.
public enum MetricsFile {
    /// How many lines the file at `path` has; 0 where there is none. Throws where it holds anything but metrics.
    public static func lines(_ path: String) throws(InputError) -> Int {
        guard OutputPath.standardDescriptor(path) == nil else { return 0 }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return 0 }
            throw InputError(description: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard OutputPath.isRegularOrNew(path) else { return 0 }
        var lines = 0
        var isStart = true
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            if isStart, !buffer[0..<count].starts(with: "{\"step\":".utf8) {
                throw InputError(
                    description:
                        "\(path): exists already and holds no metrics, expected lines of --metrics-out, or no file")
            }
            isStart = false
            lines += buffer[0..<count].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        }
        return lines
    }

    /// Adds a line to `path`; `step` nil: as many as there are lines before it.
    public static func append(_ metrics: Metrics, step: Int?, to path: String) throws(InputError) {
        var writer = ByteWriter()
        let before = try lines(path)
        metrics.writeJSON(step: step ?? before, to: &writer)
        writer.append("\n")
        let standard = OutputPath.standardDescriptor(path)
        let descriptor = standard ?? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw InputError(description: "\(path): \(String(cString: strerror(errno)))", cause: .transfer)
        }
        defer { if standard == nil { close(descriptor) } }
        var rest = writer.bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw InputError(description: "\(path): \(String(cString: strerror(errno)))", cause: .transfer)
            }
            rest = rest.suffix(from: count)
        }
    }
}

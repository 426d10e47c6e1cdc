import AdjudgeBase
import Glibc

/// Log lines on standard output, each written whole, from any thread.
public final class Log: Sendable {
    /// The value of a field.
    enum Value {
        case text(Bytes)
        case string(String)
        case number(Double)
        case json(Bytes)
    }

    /// The limit of a field's text and of a message, in bytes, so that no event makes a line arbitrarily long.
    static let maxFieldBytes = 256
    static let maxMessageBytes = 2048

    private let settings: LogSettings
    private let writer: LineWriter

    /// A log with the given settings.
    init(_ settings: LogSettings, _ writer: LineWriter) {
        self.settings = settings
        self.writer = writer
    }

    /// True when lines of `level` are written.
    func writes(_ level: LogSettings.Level) -> Bool { level.rawValue >= settings.level.rawValue }

    /// Writes a line. Fields stand beside `timestamp`, `level`, `requestId` and `message`, so that Logs Insights finds
    /// them by name; a field with one of these four names gets an underscore.
    func write(
        _ level: LogSettings.Level, _ message: String, requestID: String? = nil, _ fields: [(String, Value)] = []
    ) {
        guard writes(level) else { return }
        var line = ByteWriter(capacity: 512)
        Log.format(
            level, message, requestID: requestID, fields, at: Clock.now(), json: settings.json, to: &line)
        line.append(UInt8(ascii: "\n"))
        writer.write(line.bytes)
    }

    /// Formats a line, without its line break.
    static func format(
        _ level: LogSettings.Level, _ message: String, requestID: String?, _ fields: [(String, Value)],
        at time: Clock.Instant, json: Bool, to line: inout ByteWriter
    ) {
        if json {
            line.append("{\"timestamp\":\"")
            line.append(time.timestamp)
            line.append("\",\"level\":\"")
            line.append(level.name)
            line.append("\"")
            if let requestID {
                line.append(",\"requestId\":")
                withBytes(of: requestID) { line.appendJSONString($0) }
            }
            line.append(",\"message\":")
            withBytes(of: bounded(message, to: maxMessageBytes)) { line.appendJSONString($0) }
            for field in fields { append(field, to: &line, first: false) }
            line.append("}")
            return
        }
        line.append(time.timestamp)
        line.append("\t")
        line.append(requestID ?? "-")
        line.append("\t")
        line.append(level.name)
        line.append("\t")
        // A line break in the message would start another log line.
        line.append(String(bounded(message, to: maxMessageBytes).map { $0.isNewline ? " " : $0 }))
        if fields.isEmpty { return }
        line.append("\t{")
        for (index, field) in fields.enumerated() { append(field, to: &line, first: index == 0) }
        line.append("}")
    }

    private static let taken = ["timestamp", "level", "requestId", "message"]

    private static func append(_ field: (String, Value), to line: inout ByteWriter, first: Bool) {
        if !first { line.append(",") }
        withBytes(of: taken.contains(field.0) ? field.0 + "_" : field.0) { line.appendJSONString($0) }
        line.append(":")
        switch field.1 {
        case .text(let text): line.appendJSONString(text[0..<wholeCharacters(text, within: maxFieldBytes)])
        case .string(let text): withBytes(of: bounded(text, to: maxFieldBytes)) { line.appendJSONString($0) }
        case .number(let number): line.appendJSONNumber(number)
        case .json(let json) where json.count <= maxFieldBytes: line.append(json)
        case .json(let json): line.appendJSONString(json[0..<wholeCharacters(json, within: maxFieldBytes)])
        }
    }

    /// `text` cut to at most `limit` bytes, with an ellipsis where it was longer.
    static func bounded(_ text: String, to limit: Int = 100) -> String {
        guard text.utf8.count > limit else { return text }
        return withBytes(of: text) { $0[0..<wholeCharacters($0, within: limit)].string } + "…"
    }

    /// The number of bytes in the whole characters among the first `limit` bytes.
    private static func wholeCharacters(_ bytes: Bytes, within limit: Int) -> Int {
        guard bytes.count > limit else { return bytes.count }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}

/// Writes whole lines to standard output.
public final class LineWriter: Sendable {
    private let turn = Guarded(())
    private let descriptor: Int32

    /// A writer to a file descriptor.
    init(descriptor: Int32 = 1) { self.descriptor = descriptor }

    /// Writes bytes that end in a line break. Write errors are ignored: a log never stops the scoring.
    func write(_ bytes: Bytes) {
        turn.withLock { _ in
            var rest = bytes
            while !rest.isEmpty {
                let sent = Glibc.write(descriptor, rest.start, rest.count)
                if sent < 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = rest.suffix(from: sent)
            }
        }
    }
}

import AdjudgeBase
import Glibc

/// Log lines on standard output, each written whole, from any thread.
public final class Log: Sendable {
    /// What a field holds.
    enum Value {
        case text(Bytes)
        case string(String)
        case number(Double)
        case json(Bytes)
    }

    private let settings: LogSettings
    private let writer: LineWriter

    /// A log with those settings.
    init(_ settings: LogSettings, _ writer: LineWriter) {
        self.settings = settings
        self.writer = writer
    }

    /// True when a line of that level is written at all.
    func writes(_ level: LogSettings.Level) -> Bool { level.rawValue >= settings.level.rawValue }

    /// Writes a line. Fields stand beside `timestamp`, `level`, `requestId` and `message`, so that Logs Insights finds
    /// them by name; a field that is named like one of these four gets an underscore.
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

    /// The text of a line, without its end.
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
            withBytes(of: message) { line.appendJSONString($0) }
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
        // A line break would begin another line of the log.
        line.append(String(message.map { $0.isNewline ? " " : $0 }))
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
        case .text(let text): line.appendJSONString(text)
        case .string(let text): withBytes(of: text) { line.appendJSONString($0) }
        case .number(let number): line.appendJSONNumber(number)
        case .json(let json): line.append(json)
        }
    }
}

/// Standard output, a whole line at a time.
public final class LineWriter: Sendable {
    private let turn = Guarded(())
    private let descriptor: Int32

    /// A writer to a file descriptor.
    init(descriptor: Int32 = 1) { self.descriptor = descriptor }

    /// Writes bytes that end in a line break. What cannot be written is lost: a log never stops the scoring.
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

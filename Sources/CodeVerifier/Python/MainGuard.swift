import AdjudgeBase

/// What a program does only as a script: the block under `if __name__ == "__main__":`.
enum MainGuard {
    /// The program as an import would run it, for tests that call its functions: guards at the start of a line never
    /// hold. Nothing else of the text changes, nor do line numbers. O(bytes).
    static func disarmed(_ program: OwnedBytes) -> OwnedBytes {
        let text = program.view
        guard text.find(Bytes("__main__")) != nil else { return program }
        var writer = ByteWriter(capacity: text.count)
        var rest = text
        while !rest.isEmpty {
            let end = rest.find(Bytes("\n")).map { $0 + 1 } ?? rest.count
            let line = rest[0..<end]
            if line.hasPrefix("if "), line.find(Bytes("__name__")) != nil, line.find(Bytes("__main__")) != nil,
                let colon = line.find(Bytes(":"))
            {
                writer.append("if False")
                writer.append(line.suffix(from: colon))
            } else {
                writer.append(line)
            }
            rest = rest.suffix(from: end)
        }
        defer { withExtendedLifetime(program) {} }
        return OwnedBytes(writer.bytes)
    }
}

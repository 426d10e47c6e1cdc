/// Leaves the text after the last end marker of the model's reasoning.
struct ReasoningStripper: Sendable {
    /// Views of texts that the stripper holds apart, so that looking at one counts no reference.
    private struct Marker: Sendable {
        let open: Bytes?
        let close: Bytes
    }

    private let texts: [OwnedBytes]
    private let markers: [Marker]
    /// Pairs that count only where the response begins with the first.
    private let leading: [Marker]
    /// The first bytes of those.
    private let leadingBytes: ByteSet
    /// The first and the second bytes of all other markers: most of a formula's brackets are told from a marker by them.
    private let heads: Heads
    /// True when a response without any marker holds no answer.
    private let required: Bool
    /// True when `</think>` is an end marker: what nothing was taken from holds none.
    let endsAtThink: Bool

    /// `"strip_think"`, `{"strip_think": ["</think>", ["<|begin|>", "<|end|>"]], "require": true}`. A marker is the end
    /// marker, or a pair; of `</x>` the opening marker is `<x>`. Without an argument, all of ``ReasoningPairs``.
    init(_ step: ExtractorNode) throws(DocumentError) {
        required = try step.option("require")?.bool() ?? false
        var texts: [OwnedBytes] = []
        func owned(_ text: String) -> Bytes {
            texts.append(OwnedBytes(text))
            return texts[texts.count - 1].view
        }
        guard let argument = step.argument else {
            markers = ReasoningPairs.standard.map { Marker(open: owned($0.open), close: owned($0.close)) }
            leading = ReasoningPairs.leading.map { Marker(open: owned($0.open), close: owned($0.close)) }
            self.texts = texts
            heads = Heads(markers)
            endsAtThink = true
            var bytes = ByteSet("")
            for marker in leading { if let open = marker.open { bytes.insert(open[0]) } }
            leadingBytes = bytes
            return
        }
        var markers: [Marker] = []
        for node in argument.oneOrMany() {
            if case .array = node.value {
                let pair = try node.elements()
                guard pair.count == 2 else { throw node.mismatch(expected: "[opening marker, end marker]") }
                let (open, close) = (try pair[0].string(), try pair[1].string())
                if open.isEmpty || close.isEmpty { throw node.mismatch(expected: "markers that are not empty") }
                markers.append(Marker(open: owned(open), close: owned(close)))
                continue
            }
            let close = try node.string("an end marker such as \"</think>\"")
            guard !close.isEmpty else { throw node.mismatch(expected: "an end marker that is not empty") }
            let open = close.hasPrefix("</") ? owned("<" + close.dropFirst(2)) : nil
            markers.append(Marker(open: open, close: owned(close)))
        }
        self.texts = texts
        self.markers = markers
        endsAtThink = markers.contains { $0.close.equals("</think>") }
        leading = []
        leadingBytes = ByteSet("")
        heads = Heads(markers)
    }

    /// What `strip_think` is without arguments.
    static let standard = try! ReasoningStripper(
        ExtractorNode(name: "strip_think", argument: nil, node: DocumentNode("strip_think")))

    private struct Heads: Sendable {
        var first = ByteSet("")
        /// Every byte where a marker has only one.
        var second = ByteSet("")

        init(_ markers: [Marker]) {
            for text in markers.flatMap({ [$0.close] + ($0.open.map { [$0] } ?? []) }) {
                first.insert(text[0])
                for byte in text.count > 1 ? text[1]...text[1] : 0...255 { second.insert(byte) }
            }
        }

        /// The last place before `limit` at which a marker may begin.
        func last(in text: Bytes, before limit: Int) -> Int? {
            text[0..<limit].findLast(in: first, before: second)
        }
    }

    /// The text behind the last end marker; the whole text when there is no marker at all; nil when reasoning was opened and
    /// never ended, or when a marker is required and missing. O(text.count).
    func strip(_ text: Bytes) -> Bytes? {
        if let place = heads.last(in: text, before: text.count) {
            switch lastMarker(in: text, from: place) {
            case .end(let end): return text.suffix(from: end)
            case .opening: return nil
            case .none: break
            }
        }
        let start = text.trimmed
        guard !start.isEmpty, leadingBytes.contains(start[0]) else { return required ? nil : text }
        return stripLeading(text, start)
    }

    private enum LastMarker {
        /// An end marker, which ends here.
        case end(Int)
        /// An opening one, which is never ended.
        case opening
        case none
    }

    /// The last marker of a text, whose last bytes that may begin one are at `place`.
    private func lastMarker(in text: Bytes, from place: Int) -> LastMarker {
        var next: Int? = place
        while let place = next {
            let rest = text.suffix(from: place)
            if let close = markers.first(where: { ReasoningStripper.begins(rest, $0.close) })?.close.count {
                return .end(place + close)
            }
            if markers.contains(where: { $0.open.map { ReasoningStripper.begins(rest, $0) } ?? false }) {
                return .opening
            }
            next = heads.last(in: text, before: place)
        }
        return .none
    }

    /// The same of a text that may begin with a leading marker; `start` is the text without white space around it.
    private func stripLeading(_ text: Bytes, _ start: Bytes) -> Bytes? {
        var isOpened = false
        for marker in leading where marker.open.map({ ReasoningStripper.begins(start, $0) }) ?? false {
            if let found = text.findLast(marker.close) {
                return text.suffix(from: found + marker.close.count)
            }
            isOpened =
                isOpened || ReasoningStripper.runsOn(start.suffix(from: marker.open!.count), marker.open!)
        }
        return isOpened || required ? nil : text
    }

    private static func begins(_ text: Bytes, _ marker: Bytes) -> Bool {
        text.count >= marker.count && text[0..<marker.count] == marker
    }

    /// True when what follows shows that a leading word is a marker: a colon ends it, or the next word runs into it.
    private static func runsOn(_ rest: Bytes, _ open: Bytes) -> Bool {
        if open[open.count - 1] == UInt8(ascii: ":") { return true }
        return !rest.isEmpty && rest[0] >= 0x41 && rest[0] <= 0x5A
    }
}

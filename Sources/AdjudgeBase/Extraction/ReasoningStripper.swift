/// Leaves the text after the last end marker of the model's reasoning.
struct ReasoningStripper: Sendable {
    private struct Marker: Sendable {
        let open: OwnedBytes?
        let close: OwnedBytes
    }

    private let markers: [Marker]
    /// True when a response without any marker holds no answer.
    private let required: Bool

    /// `"strip_think"`, `{"strip_think": ["</think>", ["<|begin|>", "<|end|>"]], "require": true}`. A marker is the end
    /// marker, or a pair; of `</x>` the opening marker is `<x>`.
    init(_ step: ExtractorNode) throws(DocumentError) {
        var markers: [Marker] = []
        for node in step.argument?.oneOrMany() ?? [DocumentNode("</think>")] {
            if case .array = node.value {
                let pair = try node.elements()
                guard pair.count == 2 else { throw node.mismatch(expected: "[opening marker, end marker]") }
                markers.append(
                    Marker(open: OwnedBytes(try pair[0].string()), close: OwnedBytes(try pair[1].string())))
                continue
            }
            let close = try node.string("an end marker such as \"</think>\"")
            guard !close.isEmpty else { throw node.mismatch(expected: "an end marker that is not empty") }
            let open = close.hasPrefix("</") ? OwnedBytes("<" + close.dropFirst(2)) : nil
            markers.append(Marker(open: open, close: OwnedBytes(close)))
        }
        self.markers = markers
        required = try step.option("require")?.bool() ?? false
    }

    /// What follows the last end marker; the whole text when there is no marker at all; nil when the reasoning was
    /// opened and never ended, or when a marker is required and missing. O(text.count) for each marker.
    func strip(_ text: Bytes) -> Bytes? {
        var end = 0
        for marker in markers {
            guard let found = text.findLast(marker.close.view) else { continue }
            end = max(end, found + marker.close.view.count)
        }
        if end > 0 { return text.suffix(from: end) }
        if required { return nil }
        for marker in markers {
            if let open = marker.open, text.find(open.view) != nil { return nil }
        }
        return text
    }
}

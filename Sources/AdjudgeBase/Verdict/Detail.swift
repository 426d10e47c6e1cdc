/// Information of a check beyond its record, as one JSON object on one line.
public struct Detail: Sendable {
    /// Under which name rows carry it.
    public enum Kind: UInt8, Sendable {
        /// `detail`: what a check was asked to tell.
        case detail
        /// `run`: what the run of a program was.
        case run
    }

    /// Under which name rows carry it.
    public let kind: Kind
    /// The object.
    public let json: OwnedBytes

    /// A detail of that kind.
    public init(_ kind: Kind, _ json: OwnedBytes) {
        self.kind = kind
        self.json = json
    }

    /// The object as text.
    public var text: String { withExtendedLifetime(json) { json.view.string } }
}

extension Detail {
    /// The notes of a check as `{"notes":[{"label":…,"value":…}]}`: the detail of a check that has no object
    /// of its own.
    public init(notes: some Sequence<Evidence.Note>) {
        var writer = ByteWriter(capacity: 256)
        writer.append("{\"notes\":[")
        for (index, note) in notes.enumerated() {
            writer.append(index > 0 ? ",{\"label\":" : "{\"label\":")
            writer.appendJSONString(note.label)
            writer.append(",\"value\":")
            writer.appendJSONString(note.value)
            writer.append("}")
        }
        writer.append("]}")
        self.init(.detail, OwnedBytes(writer.bytes))
    }
}

/// A field of a sample, from a column or a resolved template.
public struct Field: Sendable {
    /// The kind of a field's content.
    public enum Kind: UInt8, Sendable {
        /// The row has no such field, or it is null.
        case absent
        /// Text: a string's content, or the source text of a number or boolean.
        case text
        /// An array or an object, as JSON text.
        case json
    }

    /// The kind of ``bytes``.
    public var kind: Kind
    /// The content; empty when absent.
    public var bytes: Bytes

    /// A field with a kind and content.
    @inlinable
    public init(_ kind: Kind, _ bytes: Bytes) {
        self.kind = kind
        self.bytes = bytes
    }

    /// A text field.
    @inlinable
    public static func text(_ bytes: Bytes) -> Field { Field(.text, bytes) }

    /// The absent field.
    @inlinable
    public static var absent: Field { Field(.absent, .empty) }

    /// True when the row has no such field.
    @inlinable
    public var isAbsent: Bool { kind == .absent }
}

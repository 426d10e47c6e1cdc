/// A field of a sample, as a template or a column resolved it.
public struct Field: Sendable {
    /// What the bytes are.
    public enum Kind: UInt8, Sendable {
        /// The row has no such field, or it is null.
        case absent
        /// Text: a string's content, a number or a boolean as written.
        case text
        /// An array or an object, as JSON text.
        case json
    }

    /// What ``bytes`` are.
    public var kind: Kind
    /// The content; empty when absent.
    public var bytes: Bytes

    /// A field of that kind and content.
    @inlinable
    public init(_ kind: Kind, _ bytes: Bytes) {
        self.kind = kind
        self.bytes = bytes
    }

    /// A field with text.
    @inlinable
    public static func text(_ bytes: Bytes) -> Field { Field(.text, bytes) }

    /// The field that is not there.
    @inlinable
    public static var absent: Field { Field(.absent, .empty) }

    /// True when the row has no such field.
    @inlinable
    public var isAbsent: Bool { kind == .absent }
}

/// A family's own reason, finer than the coarse ``Reason`` that it belongs to.
///
/// A family declares one enumeration of them and names it in the engine's registry; the doors then write and list the
/// finer name. Names are part of the wire: a case may be added, never renamed or renumbered.
///
/// ```swift
/// enum MathReason: UInt8, FamilyReason {
///     case noValue = 1
///     static var family: ReasonFamily { .math }
///     …
/// }
/// Outcome.graded(false, MathReason.noValue)
/// ```
public protocol FamilyReason: RawRepresentable, CaseIterable, Sendable where RawValue == UInt8 {
    /// The family whose reasons these are.
    static var family: ReasonFamily { get }
    /// The coarse reason, for callers that know no other, such as readers of C's `reasons` column.
    var coarse: Reason { get }
    /// The name on the wire, in snake case.
    var name: StaticString { get }
    /// One line for `adjudge list`.
    var summary: StaticString { get }
}

extension FamilyReason {
    /// The number of this reason, unique over all families.
    @inlinable
    public var id: ReasonID { ReasonID(rawValue: UInt16(Self.family.rawValue) << 8 | UInt16(rawValue)) }
}

/// The families that have reasons of their own. The raw values are part of the C interface and never change.
public enum ReasonFamily: UInt8, Sendable, CaseIterable {
    /// `string_check`, `regex`, `choice`, `format`.
    case text = 1
    /// `math`, `number`.
    case math = 2
    /// `code`, `python`.
    case code = 3
    /// `json_schema`, `structured`, `json_equal`, `tool_call`.
    case structure = 4
    /// `instructions`, `language`.
    case instructions = 5
    /// `judge`, `score_model`, `label_model`.
    case judge = 6
    /// `overlong`, `cosine`, `length`, `repetition` and the other terms that shape a reward.
    case shaping = 16
}

/// The number of a family's own reason: the family in the high byte, its raw value in the low byte; 0 for none.
public struct ReasonID: RawRepresentable, Sendable, Hashable {
    /// The number.
    public let rawValue: UInt16

    /// The reason with this number, known or not.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// No reason beyond the coarse one.
    @inlinable
    public static var none: ReasonID { ReasonID(rawValue: 0) }
}

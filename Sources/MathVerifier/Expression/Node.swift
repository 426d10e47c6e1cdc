import AdjudgeBase

/// A node of a ``MathTree``.
struct NodeID: Hashable, Sendable {
    let index: Int32

    static let none = NodeID(index: -1)
}

/// The kind of a node of a mathematical answer. Its children lie side by side in the tree.
enum NodeKind: UInt8, Sendable {
    // Scalars
    /// A rational number; the payload indexes `numbers`.
    case number
    /// A variable; the payload indexes `symbols`.
    case symbol
    case pi
    case euler
    case imaginary
    case infinity
    /// The sum, or the product, of all children.
    case sum
    case product
    /// First child over second.
    case quotient
    case negative
    /// First child to the power of the second.
    case power
    /// The root of the second child whose index is the first.
    case root
    /// A named function (`detail` is a ``MathFunction``) of its children.
    case function
    /// A function that is only a name (`payload` indexes `symbols`) of its children: `f(4 - x)`.
    case application
    case factorial
    case doubleFactorial
    /// A finite sum or product: variable, first value, last value, term.
    case series
    case seriesProduct
    /// First child plus or minus the second, or plus or minus the only one; `detail` 1 for `\mp`.
    case plusMinus
    /// An angle given in degrees.
    case degrees
    /// A hundredth of the child.
    case percent
    /// A number written in a base: digits' value as a number, then the base.
    case based
    /// Text that can be read but not computed: integrals, limits, derivatives. Compared by text only.
    case opaque

    // Relations
    /// Operands with an operator between each two (`payload` indexes `relations`, one for each step).
    case relation

    // Collections
    /// Items with commas or words between them, unordered unless a bracket says otherwise.
    case list
    /// Items in brackets; `detail` has ``Brackets``. Two items may be an interval.
    case tuple
    case set
    /// Element, then the conditions on it.
    case setBuilder
    case union
    case intersection
    case difference
    /// Rows side by side; `detail` is the number of columns, `payload` is 1 for a determinant.
    case matrix
    case ratio
    /// A named set such as the reals; the payload indexes `symbols`.
    case namedSet
    case emptySet
    case ellipsis

    // Text and what it qualifies
    /// Words; the payload indexes `texts`, in lower case with single spaces.
    case words
    /// A value and its unit: `payload` indexes `units`.
    case quantity
    /// A label and its value.
    case labelled
    /// A letter in brackets, or one followed by what it stands for: the payload is the upper-case letter.
    case choice
    /// A time of day in seconds as the first child; `detail` 1 when written with a.m. or p.m.
    case time
    /// Residue and modulus.
    case congruence
    /// A value that holds under a condition: value, condition.
    case conditioned
}

extension NodeKind {
    /// Kinds that say a value and nothing beside it: no name of it, no condition on it, not several.
    var isBare: Bool {
        switch self {
        case .list, .set, .relation, .labelled, .conditioned: false
        default: true
        }
    }

    /// Kinds that are equal when they are written alike, whatever they mean.
    var isStructure: Bool {
        switch self {
        case .union, .intersection, .difference, .setBuilder, .relation, .namedSet, .emptySet, .congruence,
            .conditioned, .set:
            true
        default: false
        }
    }
}

/// One node: its kind, its children, what it carries and where it was read.
struct Node: Sendable {
    var kind: NodeKind
    var detail: UInt8 = 0
    /// No variable is under it, and it can be computed as a number.
    var isClosed = false
    var payload: Int32 = -1
    var firstChild: Int32 = 0
    var childCount: Int32 = 0
    /// Where it lies in the text that was read.
    var span = Span.empty
}

/// How sure it is that letters name a figure: the `detail` of ``NodeKind/words``.
enum FigureName: UInt8, Sendable {
    /// They may be choices as well.
    case none
    /// They stand behind the sign of a triangle, or beside that of a relation.
    case figure
    /// They stand behind the sign of an angle, whose arms may be exchanged.
    case angle
}

/// The brackets of a tuple.
struct Brackets: OptionSet, Sendable {
    let rawValue: UInt8

    /// `[` at the left, so that an interval has its first end.
    static let closedLeft = Brackets(rawValue: 1)
    /// `]` at the right.
    static let closedRight = Brackets(rawValue: 2)
    /// `⟨…⟩`: a vector, never an interval.
    static let angle = Brackets(rawValue: 4)
}

/// The operator between two sides.
enum RelationOperator: UInt8, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case approximately, element, notElement, congruent, divides, subset, similar
    case superset, contains, proportional, muchLess, muchGreater

    /// The operator that says the same with its sides exchanged; nil where there is none.
    var flipped: RelationOperator? {
        switch self {
        case .equal, .notEqual, .approximately, .congruent, .similar, .proportional: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .muchLess: .muchGreater
        case .muchGreater: .muchLess
        case .subset: .superset
        case .superset: .subset
        case .element: .contains
        case .contains: .element
        case .notElement, .divides: nil
        }
    }

    var isOrder: Bool { self == .less || self == .lessOrEqual || self == .greater || self == .greaterOrEqual }
}

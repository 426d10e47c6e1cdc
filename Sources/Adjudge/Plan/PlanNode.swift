import AdjudgeBase

/// One place in the tree that a grader compiles to: a check, or what makes one verdict of several.
///
/// Nodes stand in one list, children behind their parents; the root is the first. Each writes its record into a slot of
/// the row: slot 0 is the total, the next ones are the parts that a grader names, the last ones are seen by nobody.
struct PlanNode: Sendable {
    enum Kind: Sendable {
        /// One check: its index in ``Plan/leaves``.
        case leaf(Int)
        /// A formula over named children.
        case multi(Multi)
        /// The child that a field of the row names.
        case route(Route)
        /// The first child that decides.
        case cascade(Cascade)
    }

    /// Children that are all evaluated, and one reward of them.
    struct Multi: Sendable {
        /// The children's nodes, in the order of the document.
        var children: [Int]
        /// The total's treatment of a child without a reward, by child.
        var absences: [Absence]
        /// The reward of a row whose formula has none, where the document names one (Azure's `invalid_grade`).
        var invalidGrade: Double?
        var formula: Formula
        /// The child named `acc`, whose answer is the total's.
        var accuracy: Int?
    }

    /// Children of which a row is given one.
    struct Route: Sendable {
        /// The template of the case's name.
        var by: Template
        var table: RouteTable
        /// The node for rows that no case takes; nil: they are refused.
        var fallback: Int?
        /// By how much cases count.
        var weights: [(name: OwnedText, weight: Double)]
    }

    /// Children that are asked in turn.
    struct Cascade: Sendable {
        var children: [Int]
        var escalation: Escalation
        /// The most that a later child may give where an earlier one found the answer different.
        var cap: Double?
    }

    /// The total's treatment of a part without a reward.
    enum Absence: Sendable {
        /// It has none where the formula uses the part. The default: a reward that leaves out what was asked for is a
        /// wrong one.
        case spoilsWhatUsesIt
        /// It has none.
        case spoilsTotal
        /// The part drops out of sums, as in TRL.
        case dropsOut
    }

    var kind: Kind
    /// Where its record is written.
    var slot: Int
    /// Its dotted name, such as `style.length`; empty for the root and for what stands in its place.
    var name: String
    /// The least and the greatest reward.
    var clip: ClosedRange<Double>?
    /// Whether a check below it goes on elsewhere.
    var isDeferring: Bool

    /// The nodes right below it.
    var children: [Int] {
        switch kind {
        case .leaf: []
        case .multi(let multi): multi.children
        case .cascade(let cascade): cascade.children
        case .route(let route): route.table.cases.map(\.node) + [route.fallback].compactMap { $0 }
        }
    }
}

/// Which outcomes of a cascade's child go on to the next.
struct Escalation: Sendable, Equatable {
    /// What the row alone decides: it has nothing that this grader could go by. What the response may bring about
    /// (undecided, a limit) or the machine (unavailable) goes on only where the document says so: a response that could
    /// choose the next grader would choose the looser one.
    static let rowsOwn: Set<Status> = [.noReference, .badReference, .badSample]

    var statuses = Escalation.rowsOwn
    var reasons: Set<Reason> = []
    var familyReasons: Set<ReasonID> = []

    func contains(_ record: VerdictBatch.Record) -> Bool {
        statuses.contains(record.status) || reasons.contains(record.reason)
            || familyReasons.contains(record.familyReason)
    }
}

extension Status {
    /// Whether a response may have brought it about. A part is not left out for it either: a response that could choose
    /// which parts count would choose those that it passes.
    var isResponsesOwn: Bool { self == .undecided || self == .limitExceeded }
}

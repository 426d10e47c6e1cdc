import AdjudgeBase

/// The tree of a plan as one worker walks it: plain values and tables of its own, since threads that counted references
/// to the shared plan would wait for one another.
final class TreeOutline {
    enum Kind {
        case leaf(Int)
        /// The index among ``multis``, ``routes`` or ``cascades``.
        case multi(Int)
        case route(Int)
        case cascade(Int)
    }

    struct Node {
        let kind: Kind
        let slot: Int
        let low: Double
        let high: Double
    }

    /// A child of a multi grader.
    struct Child {
        let node: Int
        let slot: Int
        let absence: PlanNode.Absence
        /// Whether it is evaluated only where the formula reaches it: a program in a branch of `if`.
        let isLazy: Bool
    }

    final class Multi {
        let children: UnsafeMutableBufferPointer<Child>
        let hasLazyChildren: Bool
        let accuracy: Int?
        let invalidGrade: Double?
        let formula: Formula
        /// The stack of its formula; a nested formula has one of its own.
        let stack: UnsafeMutablePointer<Double>

        init(children: [Child], accuracy: Int?, invalidGrade: Double?, formula: Formula) {
            self.children = .allocate(capacity: children.count)
            _ = self.children.initialize(from: children)
            hasLazyChildren = children.contains(where: \.isLazy)
            self.accuracy = accuracy
            self.invalidGrade = invalidGrade
            self.formula = formula
            stack = .allocate(capacity: max(formula.depth, 1))
        }

        deinit {
            children.deallocate()
            stack.deallocate()
        }
    }

    struct Route {
        let by: Template
        let table: RouteTable
        let fallback: Int?
        /// By how much cases count where a row names several; 1 where nothing is said.
        let weights: [(name: OwnedText, weight: Double)]
        /// Whether a case goes on elsewhere.
        let isDeferring: Bool
    }

    struct Cascade {
        let children: [Int]
        let escalation: Escalation
        let cap: Double?
    }

    let nodes: UnsafeMutablePointer<Node>
    private(set) var multis: [Multi] = []
    private(set) var routes: [Route] = []
    private(set) var cascades: [Cascade] = []

    init(_ plan: [PlanNode]) {
        nodes = .allocate(capacity: plan.count)
        for (index, node) in plan.enumerated() {
            let kind: Kind
            switch node.kind {
            case .leaf(let leaf): kind = .leaf(leaf)
            case .multi(let multi):
                kind = .multi(multis.count)
                multis.append(TreeOutline.outline(multi, plan))
            case .route(let route):
                kind = .route(routes.count)
                routes.append(
                    Route(
                        by: route.by.copied(), table: route.table.copied(), fallback: route.fallback,
                        weights: route.weights, isDeferring: node.isDeferring))
            case .cascade(let cascade):
                kind = .cascade(cascades.count)
                cascades.append(
                    Cascade(children: cascade.children, escalation: cascade.escalation, cap: cascade.cap))
            }
            (nodes + index).initialize(
                to: Node(
                    kind: kind, slot: node.slot, low: node.clip?.lowerBound ?? -.infinity,
                    high: node.clip?.upperBound ?? .infinity))
        }
    }

    deinit { nodes.deallocate() }

    private static func outline(_ multi: PlanNode.Multi, _ plan: [PlanNode]) -> Multi {
        let children = multi.children.enumerated().map { index, node in
            Child(
                node: node, slot: plan[node].slot, absence: multi.absences[index],
                isLazy: plan[node].isDeferring && multi.absences[index] != .spoilsTotal
                    && multi.formula.partsRead.contains(index) && !multi.formula.partsAlwaysRead.contains(index))
        }
        return Multi(
            children: children, accuracy: multi.accuracy, invalidGrade: multi.invalidGrade, formula: multi.formula)
    }
}

extension Template {
    /// The same template with text of its own.
    func copied() -> Template {
        Template(
            pieces: pieces.map { piece in
                if case .literal(let text) = piece { return .literal(OwnedText(text.bytes.view.string)) }
                return piece
            })
    }
}

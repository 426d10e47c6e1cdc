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
        /// Whether something below it is held against a reference.
        let needsReference: Bool
        /// Whether the response decides what it comes to.
        let readsResponse: Bool
    }

    final class Multi {
        let children: UnsafeMutableBufferPointer<Child>
        let hasLazyChildren: Bool
        /// Whether some child's reference is read only in a branch that the response may choose.
        let hasGuardedReferences: Bool
        /// The children that are held against a reference and of which the formula reads some, if one of them may be left
        /// out; else none.
        let leftOut: [Child]
        let accuracy: Int?
        let invalidGrade: Double?
        let formula: Formula
        /// The stack of its formula; a nested formula has one of its own.
        let stack: UnsafeMutablePointer<Double>
        /// Beside the stack: whether the response has a say in a value.
        let isChosen: UnsafeMutablePointer<Bool>

        init(children: [Child], accuracy: Int?, invalidGrade: Double?, formula: Formula) {
            self.children = .allocate(capacity: children.count)
            _ = self.children.initialize(from: children)
            hasLazyChildren = children.contains(where: \.isLazy)
            let checking = children.indices.filter { children[$0].needsReference && formula.partsRead.contains($0) }
            let mayBeLeftOut = checking.contains { children[$0].absence == .dropsOut }
            leftOut = mayBeLeftOut ? checking.map { children[$0] } : []
            hasGuardedReferences = children.indices.contains {
                children[$0].needsReference && children[$0].absence == .spoilsWhatUsesIt
                    && formula.partsRead.contains($0) && !formula.partsAlwaysRead.contains($0)
            }
            self.accuracy = accuracy
            self.invalidGrade = invalidGrade
            self.formula = formula
            stack = .allocate(capacity: max(formula.depth, 1))
            isChosen = .allocate(capacity: max(formula.depth, 1))
        }

        deinit {
            children.deallocate()
            stack.deallocate()
            isChosen.deallocate()
        }
    }

    struct Route {
        let by: Template
        let table: RouteTable
        let fallback: Int?
        let weights: [(name: OwnedText, weight: Double)]
        /// Whether a case goes on elsewhere.
        let isDeferring: Bool

        /// By how much the case counts that takes `name`: what is said of the name, else of the case as the document
        /// writes it, else 1.
        func weight(of name: Bytes, _ entry: RouteTable.Case?) -> Double {
            if weights.isEmpty { return 1 }
            let own = weights.first { $0.name.bytes.view == name }
            return (own ?? weights.first { $0.name == entry?.text })?.weight ?? 1
        }
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

    init(_ plan: [PlanNode], _ leaves: [Plan.Leaf]) {
        nodes = .allocate(capacity: plan.count)
        for (index, node) in plan.enumerated() {
            let kind: Kind
            switch node.kind {
            case .leaf(let leaf): kind = .leaf(leaf)
            case .multi(let multi):
                kind = .multi(multis.count)
                multis.append(TreeOutline.outline(multi, plan, leaves))
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

    private static func outline(_ multi: PlanNode.Multi, _ plan: [PlanNode], _ leaves: [Plan.Leaf]) -> Multi {
        let children = multi.children.enumerated().map { index, node in
            Child(
                node: node, slot: plan[node].slot, absence: multi.absences[index],
                isLazy: plan[node].isDeferring && multi.absences[index] != .spoilsTotal
                    && multi.formula.partsRead.contains(index) && !multi.formula.partsAlwaysRead.contains(index),
                needsReference: contains(node, plan) { leaves[$0].verifier.needsReference },
                readsResponse: contains(node, plan) { leaves[$0].readsResponse })
        }
        return Multi(
            children: children, accuracy: multi.accuracy, invalidGrade: multi.invalidGrade, formula: multi.formula)
    }

    /// True where some leaf at or below a node is one of those.
    private static func contains(_ node: Int, _ plan: [PlanNode], _ isOne: (Int) -> Bool) -> Bool {
        switch plan[node].kind {
        case .leaf(let leaf): isOne(leaf)
        default: plan[node].children.contains { contains($0, plan, isOne) }
        }
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

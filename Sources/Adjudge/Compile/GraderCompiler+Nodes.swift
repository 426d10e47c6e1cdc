import AdjudgeBase

extension GraderCompiler {
    // MARK: multi

    mutating func multi(_ node: DocumentNode, _ place: Place) throws(DocumentError) -> PlanNode.Multi {
        try node.allowOnly(
            GraderCompiler.commonKeys + ["graders", "calculate_output", "invalid_grade"] + place.extraKeys)
        var inner = inside(place)
        try refuseReferenceChain(of: node)
        try addChains(of: node, to: &inner)
        let list = try node.required("graders", "an object of named graders, or a list of graders with names")
        let graders = try parts(of: list)
        guard !graders.isEmpty else { throw list.mismatch(expected: "at least one grader") }
        var names: [String] = []
        var children: [Int] = []
        var absences: [PlanNode.Absence] = []
        for (name, grader) in graders {
            guard GraderCompiler.isName(name) else {
                throw DocumentError(
                    path: grader.path, found: "the part name \"\(name)\"",
                    expected: "letters, digits and _, not beginning with a digit")
            }
            var part = inner
            part.name = place.name.isEmpty ? name : "\(place.name).\(name)"
            part.slot = slot(of: part.name)
            part.extraKeys = ["required", "pass_threshold"]
            if let threshold = grader.member("pass_threshold") {
                _ = try threshold.double()
                warnings.append(
                    "\(threshold.path): a part's threshold changes no reward; if(\(name) >= …, 1, 0) does")
            }
            names.append(name)
            absences.append(
                try grader.member("required").map { node throws(DocumentError) in
                    try node.bool() ? .spoilsTotal : .dropsOut
                } ?? .spoilsWhatUsesIt)
            children.append(try compile(grader, part))
        }
        let output = try node.required("calculate_output", "a formula over the part names")
        let formula = try Formula.parse(try output.string("a formula"), parts: names, path: output.path)
        if formula.partsRead.isEmpty {
            warnings.append("\(output.path): it reads no part, so that every row gets the same")
        }
        return PlanNode.Multi(
            children: children, absences: absences,
            invalidGrade: try node.member("invalid_grade").map { node throws(DocumentError) in try node.double() },
            formula: formula,
            accuracy: names.firstIndex(of: "acc"))
    }

    /// The parts of a multi grader by name: an object of graders; a list of graders that have names, as OpenAI's reference
    /// and Azure show it; or one grader that has.
    private func parts(of node: DocumentNode) throws(DocumentError) -> [(key: String, node: DocumentNode)] {
        let list: [DocumentNode]
        if case .array = node.value {
            list = try node.elements()
        } else if case .string(let type)? = node.member("type")?.value, Registry.isType(type) {
            list = [node]
        } else {
            return try node.members()
        }
        var parts: [(key: String, node: DocumentNode)] = []
        for grader in list {
            let name = try grader.required("name", "a name, by which the formula knows this grader")
                .string("a name, by which the formula knows this grader")
            if parts.contains(where: { $0.key == name }) {
                throw DocumentError(
                    path: "\(grader.path).name", found: "\"\(name)\" twice",
                    expected: "a name of its own for each grader")
            }
            parts.append((name, grader))
        }
        return parts
    }

    // MARK: route

    mutating func route(_ node: DocumentNode, _ place: Place) throws(DocumentError) -> PlanNode.Route {
        try node.allowOnly(
            GraderCompiler.commonKeys + ["by", "cases", "default", "weights"] + place.extraKeys
                + (place.isRoot ? ["graders"] : []))
        var inner = inside(place)
        try refuseReferenceChain(of: node)
        try addChains(of: node, to: &inner)
        // A row has one case, so that one slot is enough for all.
        inner.slot = hiddenSlot()
        let by = try node.required("by", "a template such as \"{{item.data_source}}\"")
        let list = try node.required("cases", "an object of graders by name")
        let cases = try list.members()
        guard !cases.isEmpty else { throw list.mismatch(expected: "at least one case") }
        var table = RouteTable()
        for (key, grader) in cases {
            let names = key.split(separator: "|", omittingEmptySubsequences: false).map(GraderCompiler.trimmed)
            guard names.allSatisfy({ !$0.isEmpty }) else {
                throw DocumentError(
                    path: grader.path, found: "the case \"\(key)\"",
                    expected: "a name, a pattern with *, or several joined by |")
            }
            let child = try compile(grader, inner)
            for name in names where !table.add(name, node: child) {
                throw DocumentError(path: grader.path, found: "the case \"\(name)\" twice", expected: "each case once")
            }
        }
        for (name, pattern) in table.unreachable {
            warnings.append("\(list.path): no row reaches \"\(name)\": \"\(pattern)\" stands before it")
        }
        var fallback: Int?
        if let other = node.member("default"), other.value != "refuse" { fallback = try compile(other, inner) }
        if fallback != nil, table.names.contains("*") {
            warnings.append("\(node.path).default: no row reaches it: the case \"*\" takes every name")
        }
        let name = try Template.parse(try by.string("a template"), chains: inner.chains, path: by.path)
        try GraderCompiler.refuseResponse(in: name, at: by.path)
        return PlanNode.Route(
            by: name, table: table, fallback: fallback, weights: try weights(node.member("weights"), table))
    }

    /// By how much cases count.
    private func weights(
        _ node: DocumentNode?, _ table: RouteTable
    ) throws(DocumentError) -> [(name: OwnedText, weight: Double)] {
        var weights: [(name: OwnedText, weight: Double)] = []
        for (name, weight) in try node?.members() ?? [] {
            guard withBytes(of: name, { table.entry(for: $0) }) != nil else {
                throw DocumentError(
                    path: weight.path, found: "the case \"\(name)\"", expected: "a name that one of the cases takes",
                    suggestion: nearestName(to: name, in: table.names))
            }
            weights.append((OwnedText(name), try weight.double()))
        }
        return weights
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    // MARK: cascade

    mutating func cascade(_ node: DocumentNode, _ place: Place) throws(DocumentError) -> PlanNode.Cascade {
        try node.allowOnly(GraderCompiler.commonKeys + ["graders", "escalate", "cap"] + place.extraKeys)
        var inner = inside(place)
        try refuseReferenceChain(of: node)
        try addChains(of: node, to: &inner)
        let list = try node.required("graders", "an array of graders")
        let graders = try list.elements()
        guard graders.count >= 2 else { throw list.mismatch(expected: "at least two graders, the cheapest first") }
        var children: [Int] = []
        for grader in graders {
            var child = inner
            child.slot = hiddenSlot()
            children.append(try compile(grader, child))
        }
        let escalation = try escalation(node.member("escalate"))
        if escalation.statuses.contains(.graded), let list = node.member("escalate") {
            warnings.append(
                "\(list.path): \"graded\" goes on from right answers too: no grade but the last child's counts")
        }
        return PlanNode.Cascade(
            children: children, escalation: escalation,
            cap: try node.member("cap").map { node throws(DocumentError) in try node.double() })
    }

    private func escalation(_ node: DocumentNode?) throws(DocumentError) -> Escalation {
        var escalation = Escalation()
        guard let node else { return escalation }
        escalation.statuses = []
        for outcome in try node.elements() {
            let name = try outcome.string("a status or a reason")
            if let status = Status.allCases.first(where: { "\($0.name)" == name }) {
                escalation.statuses.insert(status)
            } else if let reason = Reason.allCases.first(where: { "\($0.name)" == name }) {
                escalation.reasons.insert(reason)
            } else if let reason = Registry.reasons.first(where: { "\($0.name)" == name }) {
                escalation.familyReasons.insert(reason.id)
            } else {
                let known =
                    Status.allCases.map { "\($0.name)" } + Reason.allCases.map { "\($0.name)" }
                    + Registry.reasons.map { "\($0.name)" }
                throw outcome.mismatch(
                    expected: "a status or a reason, as rows have them",
                    suggestion: nearestName(to: name, in: known))
            }
        }
        return escalation
    }
}

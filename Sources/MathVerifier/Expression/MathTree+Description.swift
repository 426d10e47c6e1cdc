import AdjudgeBase

/// Trees as text, for explanations.
extension MathTree {
    /// The tree in ASCII notation with just the brackets it needs, at most about `limit` characters.
    func description(_ id: NodeID, limit: Int = 400) -> String {
        var text = ""
        write(id, 0, &text, limit)
        return text.count > limit ? String(text.prefix(limit)) + "…" : text
    }

    private func write(_ id: NodeID, _ outer: Int, _ text: inout String, _ limit: Int) {
        guard text.utf8.count <= limit else { return }
        let strength = strength(kind(id))
        let needsBrackets = strength < outer
        if needsBrackets { text += "(" }
        defer { if needsBrackets { text += ")" } }
        switch kind(id) {
        case .number: text += number(id)!.description
        case .symbol: text += symbol(id).description
        case .pi: text += "pi"
        case .euler: text += "e"
        case .imaginary: text += "i"
        case .infinity: text += "oo"
        case .sum: join(id, " + ", 2, &text, limit)
        case .product: join(id, "*", 3, &text, limit)
        case .quotient:
            write(child(id, 0), 3, &text, limit)
            text += "/"
            write(child(id, 1), 4, &text, limit)
        case .negative:
            text += "-"
            write(child(id, 0), 3, &text, limit)
        case .power:
            write(child(id, 0), 5, &text, limit)
            text += "^"
            write(child(id, 1), 5, &text, limit)
        case .root: call("root", id, &text, limit)
        case .function: call(function(id).name, id, &text, limit)
        case .application: call(symbol(id).description, id, &text, limit)
        case .factorial, .doubleFactorial:
            write(child(id, 0), 5, &text, limit)
            text += kind(id) == .factorial ? "!" : "!!"
        case .series: call("sum", id, &text, limit)
        case .seriesProduct: call("prod", id, &text, limit)
        case .plusMinus:
            if count(id) == 2 { write(child(id, 0), 2, &text, limit) }
            text += self[id].detail == 0 ? " ± " : " ∓ "
            write(child(id, count(id) - 1), 3, &text, limit)
        case .degrees: suffixed(id, "°", &text, limit)
        case .percent: suffixed(id, "%", &text, limit)
        case .based:
            write(child(id, 0), 5, &text, limit)
            text += " (base "
            write(child(id, 1), 0, &text, limit)
            text += ")"
        case .opaque, .words: text += "\"\(self.text(id).string)\""
        case .relation: relation(id, &text, limit)
        case .list: join(id, self[id].detail == 1 ? " or " : self[id].detail == 3 ? "; " : ", ", 1, &text, limit)
        case .tuple:
            bracketed(
                id, brackets(id).contains(.closedLeft) ? "[" : "(", brackets(id).contains(.closedRight) ? "]" : ")",
                &text, limit)
        case .set: bracketed(id, "{", "}", &text, limit)
        case .setBuilder:
            text += "{"
            join(id, " | ", 0, &text, limit)
            text += "}"
        case .union: join(id, " ∪ ", 2, &text, limit)
        case .intersection: join(id, " ∩ ", 2, &text, limit)
        case .difference: join(id, " \\ ", 2, &text, limit)
        case .matrix: bracketed(id, "matrix of \(self[id].detail) columns [", "]", &text, limit)
        case .ratio: join(id, ":", 3, &text, limit)
        case .namedSet: text += symbol(id).description
        case .emptySet: text += "{}"
        case .ellipsis: text += "…"
        case .quantity:
            write(child(id, 0), 3, &text, limit)
            text += unit(id).noun.map { " \($0.string)" } ?? " (\(unit(id).description))"
        case .labelled:
            text += "\(self.text(id).string): "
            write(child(id, 0), 0, &text, limit)
        case .choice: text += "choice \(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: self[id].payload))))"
        case .time:
            text += "time "
            write(child(id, 0), 0, &text, limit)
            text += " s"
        case .congruence: join(id, " ≡ ", 2, &text, limit)
        case .conditioned: join(id, " if ", 1, &text, limit)
        }
    }

    private func strength(_ kind: NodeKind) -> Int {
        switch kind {
        case .list: 0
        case .relation, .conditioned, .labelled: 1
        case .sum, .plusMinus, .negative: 2
        case .product, .quotient, .quantity: 3
        case .power: 4
        default: 6
        }
    }

    private func join(_ id: NodeID, _ separator: String, _ strength: Int, _ text: inout String, _ limit: Int) {
        for (index, child) in children(id).enumerated() {
            if index > 0 { text += separator }
            write(child, strength, &text, limit)
        }
    }

    private func bracketed(_ id: NodeID, _ open: String, _ close: String, _ text: inout String, _ limit: Int) {
        text += open
        join(id, ", ", 1, &text, limit)
        text += close
    }

    private func call(_ name: String, _ id: NodeID, _ text: inout String, _ limit: Int) {
        text += name
        bracketed(id, "(", ")", &text, limit)
    }

    private func suffixed(_ id: NodeID, _ suffix: String, _ text: inout String, _ limit: Int) {
        write(child(id, 0), 4, &text, limit)
        text += suffix
    }

    private func relation(_ id: NodeID, _ text: inout String, _ limit: Int) {
        for (index, child) in children(id).enumerated() {
            if index > 0 { text += " \(relation(id, index - 1).sign) " }
            write(child, 2, &text, limit)
        }
    }
}

extension RelationOperator {
    /// The sign in descriptions.
    var sign: String {
        switch self {
        case .equal: "="
        case .notEqual: "≠"
        case .less: "<"
        case .lessOrEqual: "≤"
        case .greater: ">"
        case .greaterOrEqual: "≥"
        case .approximately: "≈"
        case .element: "∈"
        case .notElement: "∉"
        case .congruent: "≡"
        case .divides: "|"
        case .subset: "⊂"
        case .similar: "~"
        case .superset: "⊃"
        case .contains: "∋"
        case .proportional: "∝"
        case .muchLess: "≪"
        case .muchGreater: "≫"
        }
    }
}

extension Unit {
    /// The unit in base units, for explanations: `m·kg·s^-2`, `0.001 m`.
    var description: String {
        let names = ["m", "kg", "s", "A", "K", "mol", "degree", "money", "rad", "turn", "bit", "cd"]
        let parts = names.indices.compactMap { index -> String? in
            let power = dimension[index]
            return power == 0 ? nil : power == 1 ? names[index] : "\(names[index])^\(power)"
        }
        let name =
            switch scale {
            case .absolute: parts.isEmpty ? "unit" : parts.joined(separator: "·")
            case .celsius: "°C"
            case .fahrenheit: "°F"
            }
        return Rational.compare(factor, .one) == 0 ? name : "\(factor.description) \(name)"
    }
}

import CaseFiles

/// Makes answers of every kind at random, each with another way to write it and with another answer close to it.
struct AnswerGenerator {
    struct Sample {
        var kind: String
        var text: String
        /// The same answer, written another way.
        var same: String
        /// An answer that differs by a digit, a sign, an endpoint, an exponent or its arity.
        var other: String
    }

    private var random: Seeded

    init(seed: UInt64) { random = Seeded(seed: seed) }

    mutating func next() -> Sample {
        let kinds: [(inout AnswerGenerator) -> Sample] = [
            { $0.integer() }, { $0.decimal() }, { $0.fraction() }, { $0.radical() }, { $0.polynomial() },
            { $0.power() },
            { $0.interval() }, { $0.union() }, { $0.inequality() }, { $0.tuple() }, { $0.set() }, { $0.list() },
            { $0.matrix() }, { $0.equation() }, { $0.complex() }, { $0.multipleOfPi() },
        ]
        return random.pick(kinds)(&self)
    }

    // MARK: Numbers

    private mutating func integer() -> Sample {
        let digits = random.integer(4...12)
        var text = "\(random.integer(1...9))"
        for _ in 1..<digits { text += "\(random.below(10))" }
        var grouped = ""
        for (index, digit) in text.enumerated() {
            if index > 0, (digits - index) % 3 == 0 { grouped += random.pick([",", ",", "{,}"]) }
            grouped.append(digit)
        }
        // One kind of separator in one number.
        if grouped.contains("{,}") { grouped = grouped.replacing("{,}", with: ",").replacing(",", with: "{,}") }
        return Sample(kind: "integer", text: text, same: grouped, other: perturbedDigit(text))
    }

    /// Another digit in place of one, so that no leading zero appears.
    private mutating func perturbedDigit(_ text: String) -> String {
        var characters = Array(text)
        let places = characters.indices.filter { characters[$0].isNumber }
        let place = random.pick(places)
        let old = characters[place].wholeNumberValue!
        characters[place] = Character("\(old == 9 ? 8 : old + 1)")
        return String(characters)
    }

    private mutating func decimal() -> Sample {
        let whole = random.integer(0...9_999)
        var places = ""
        for _ in 0..<random.integer(1...6) { places += "\(random.below(10))" }
        places += "\(random.integer(1...9))"
        let text = "\(whole).\(places)"
        return Sample(
            kind: "decimal", text: text, same: text + "0", other: random.chance(30) ? "-" + text : perturbedDigit(text))
    }

    private mutating func fraction() -> Sample {
        let q = random.integer(2...60)
        let p = random.integer(1...200)
        let scale = random.integer(2...9)
        let same = random.pick([
            "\\frac{\(p * scale)}{\(q * scale)}", "\(p)/\(q)", "\\dfrac{\(p)}{\(q)}",
            "\\left(\\frac{\(p)}{\(q)}\\right)",
        ])
        let other = random.pick([
            "\\frac{\(p + 1)}{\(q)}", "\\frac{\(p)}{\(q + 1)}", "-\\frac{\(p)}{\(q)}",
            "\\frac{\(p)}{\(q)}+\\frac{1}{10^{12}}",
        ])
        return Sample(kind: "fraction", text: "\\frac{\(p)}{\(q)}", same: same, other: other)
    }

    private mutating func radical() -> Sample {
        let (a, b, c) = (random.integer(1...20), random.integer(2...9), random.pick([2, 3, 5, 6, 7, 10, 11]))
        return Sample(
            kind: "radical", text: "\(a)+\(b)\\sqrt{\(c)}",
            same: random.pick([
                "\(b)\\sqrt{\(c)} + \(a)", "\(a)+\\sqrt{\(b * b * c)}",
                "\(a) + \\sqrt\(c < 10 ? "\(c)" : "{\(c)}") \\cdot \(b)",
            ]),
            other: random.pick([
                "\(a)-\(b)\\sqrt{\(c)}", "\(a)+\(b + 1)\\sqrt{\(c)}", "\(a)+\(b)\\sqrt{\(c + 1)}",
                "\(a + 1)+\(b)\\sqrt{\(c)}",
            ]))
    }

    private mutating func multipleOfPi() -> Sample {
        let (p, q) = (random.integer(2...30), random.integer(2...30))
        return Sample(
            kind: "multiple of pi", text: "\\frac{\(p)\\pi}{\(q)}",
            same: random.pick(["\\frac{\(p)}{\(q)}\\pi", "\(p)\\pi/\(q)", "\(p)π/\(q)"]),
            other: random.pick([
                "\\frac{\(p + 1)\\pi}{\(q)}", "\\frac{\(p)\\pi}{\(q + 1)}", "\\frac{\(p)}{\(q)}",
                "-\\frac{\(p)\\pi}{\(q)}",
            ]))
    }

    private mutating func complex() -> Sample {
        let (a, b) = (random.integer(1...40), random.integer(2...40))
        return Sample(
            kind: "complex", text: "\(a)+\(b)i",
            same: random.pick(["\(b)i+\(a)", "\(a) + \(b) i", "\(a)+i\\cdot \(b)"]),
            other: random.pick(["\(a)-\(b)i", "\(a)+\(b + 1)i", "-\(a)+\(b)i", "\(a)+\(b)"]))
    }

    // MARK: Expressions

    private mutating func polynomial() -> Sample {
        let degree = random.integer(2...4)
        var terms: [(coefficient: Int, exponent: Int)] = (0...degree).map { (random.integer(1...12), $0) }
        let text = written(terms.reversed())
        var changed = terms
        let place = random.below(terms.count)
        switch random.below(3) {
        case 0: changed[place].coefficient += 1
        case 1: changed[place].coefficient *= -1
        default: changed[place].exponent += degree + 1
        }
        terms.shuffle(using: &random)
        return Sample(kind: "polynomial", text: text, same: written(terms), other: written(changed))
    }

    private func written(_ terms: [(coefficient: Int, exponent: Int)]) -> String {
        var text = ""
        for (coefficient, exponent) in terms {
            text += coefficient < 0 ? "-" : text.isEmpty ? "" : "+"
            let size = abs(coefficient)
            let variable = exponent == 0 ? "" : exponent == 1 ? "x" : "x^\(exponent)"
            text += size == 1 && exponent > 0 ? variable : "\(size)\(variable)"
        }
        return text
    }

    private mutating func power() -> Sample {
        let (base, exponent) = (random.integer(2...99), random.integer(20...2_000))
        return Sample(
            kind: "power", text: "\(base)^{\(exponent)}", same: "\(base)^{\(exponent - 1)}\\cdot \(base)",
            other: random.pick([
                "\(base)^{\(exponent + 1)}", "\(base + 1)^{\(exponent)}", "\(base)^{\(exponent)}+1",
                "-\(base)^{\(exponent)}",
            ]))
    }

    private mutating func equation() -> Sample {
        let (a, b, c) = (random.integer(2...9), random.integer(1...9), random.integer(1...30))
        let scale = random.integer(2...5)
        return Sample(
            kind: "equation", text: "y=\(a)x+\(b * c)",
            same: random.pick([
                "y = \(b * c) + \(a)x", "\(a)x - y + \(b * c) = 0", "\(scale)y=\(scale * a)x+\(scale * b * c)",
            ]),
            other: random.pick(["y=\(a + 1)x+\(b * c)", "y=-\(a)x+\(b * c)", "y=\(a)x-\(b * c)", "y=\(a)x^2+\(b * c)"]))
    }

    // MARK: Sets

    private mutating func interval() -> Sample {
        let a = random.integer(-30...30)
        let b = a + random.integer(1...40)
        let (open, close) = (random.pick(["(", "["]), random.pick([")", "]"]))
        // `(1, 2)` is a pair where nothing says that it is an interval.
        let head = open == "(" && close == ")" ? "x \\in " : ""
        let flipped = open == "(" ? "[" : "("
        return Sample(
            kind: "interval", text: "\(head)\(open)\(a),\(b)\(close)",
            same: "\(head)\\left\(open)\(a), \(b)\\right\(close)",
            other: random.pick([
                "\(head)\(flipped)\(a),\(b)\(close)", "\(head)\(open)\(a),\(b + 1)\(close)",
                "\(head)\(open)\(a - 1),\(b)\(close)",
                "\(head)\(open)\(a),\\infty)",
            ]))
    }

    private mutating func union() -> Sample {
        let a = random.integer(-30...10)
        let b = a + random.integer(1...10)
        let left = "(-\\infty,\(a))"
        let right = "(\(b),\\infty)"
        return Sample(
            kind: "union", text: "\(left)\\cup \(right)",
            same: random.pick(["\(right) \\cup \(left)", "x < \(a) \\text{ or } x > \(b)"]),
            other: random.pick([
                "(-\\infty,\(a)]\\cup \(right)", "(-\\infty,\(a - 1))\\cup \(right)", left,
                "\(left)\\cup [\(b),\\infty)",
            ]))
    }

    private mutating func inequality() -> Sample {
        let a = random.integer(-30...30)
        let b = a + random.integer(1...40)
        return Sample(
            kind: "inequality", text: "\(a) < x \\le \(b)",
            same: random.pick(["\(b) \\ge x > \(a)", "x \\in (\(a), \(b)]", "\(a)<x≤\(b)"]),
            other: random.pick(["\(a) \\le x \\le \(b)", "\(a) < x < \(b)", "\(a) < x \\le \(b + 1)", "x \\le \(b)"]))
    }

    // MARK: Collections

    private mutating func distinct(_ count: Int) -> [Int] {
        var values: [Int] = []
        while values.count < count {
            let value = random.integer(-50...50)
            if !values.contains(value) { values.append(value) }
        }
        return values
    }

    private func joined(_ values: [Int], _ separator: String = ", ") -> String {
        values.map { "\($0)" }.joined(separator: separator)
    }

    /// One element more, one less, or one of them another.
    private mutating func changed(_ values: [Int]) -> [Int] {
        var values = values
        switch random.below(3) {
        case 0: values.append(99)
        case 1: values.removeLast()
        default: values[random.below(values.count)] += 107
        }
        return values
    }

    private mutating func tuple() -> Sample {
        let values = distinct(random.integer(3...5))
        var swapped = values
        swapped.swapAt(0, values.count - 1)
        let other = random.chance(50) ? swapped : changed(values)
        return Sample(
            kind: "tuple", text: "(\(joined(values)))", same: "\\left( \(joined(values, ","))  \\right)",
            other: "(\(joined(other)))")
    }

    private mutating func set() -> Sample {
        let values = distinct(random.integer(2...5))
        return Sample(
            kind: "set", text: "\\{\(joined(values))\\}",
            same: "\\left\\{\(joined(values.shuffled(using: &random), " , "))\\right\\}",
            other: "\\{\(joined(changed(values)))\\}")
    }

    private mutating func list() -> Sample {
        let values = distinct(random.integer(2...5))
        let shuffled = values.shuffled(using: &random)
        let last = "\(joined(Array(shuffled.dropLast()))) \\text{ and } \(shuffled.last!)"
        return Sample(
            kind: "list", text: joined(values), same: random.chance(50) ? last : joined(shuffled),
            other: joined(changed(values)))
    }

    private mutating func matrix() -> Sample {
        let values = (0..<6).map { _ in random.integer(-20...20) }
        func written(_ values: [Int], _ environment: String, columns: Int = 3) -> String {
            let rows = stride(from: 0, to: values.count, by: columns).map {
                joined(Array(values[$0..<min($0 + columns, values.count)]), " & ")
            }
            return "\\begin{\(environment)}\(rows.joined(separator: " \\\\ "))\\end{\(environment)}"
        }
        var other = values
        other[random.below(6)] += 1
        return Sample(
            kind: "matrix", text: written(values, "pmatrix"), same: written(values, "bmatrix"),
            other: random.chance(25) ? written(values, "pmatrix", columns: 2) : written(other, "pmatrix"))
    }
}

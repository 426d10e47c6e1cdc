import AdjudgeBase

extension Formula {
    /// Parses a `calculate_output` formula whose parts are named by `parts`.
    ///
    /// Precedence, loosest first: comparisons (not chained), `+ -`, `* /`, unary minus, `^` or `**` (to the right).
    /// Errors name the character position.
    static func parse(_ text: String, parts: [String], path: String) throws(DocumentError) -> Formula {
        var parser = FormulaParser(text: Array(text.utf8), parts: parts, path: path)
        try parser.comparison()
        try parser.expectEnd()
        return Formula(operations: parser.operations)
    }
}

private struct FormulaParser {
    /// Parentheses may nest this deep, so that parsing stays on a small stack.
    static let maxNesting = 64

    let text: [UInt8]
    let parts: [String]
    let path: String
    var position = 0
    var nesting = 0
    var operations: [Formula.Operation] = []

    mutating func comparison() throws(DocumentError) {
        try sum()
        let operators: [(StaticString, Formula.Operation)] = [
            ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("==", .equal), ("!=", .notEqual), ("<", .less),
            (">", .greater),
        ]
        guard let found = operators.first(where: { take($0.0) }) else { return }
        try sum()
        operations.append(found.1)
    }

    mutating func sum() throws(DocumentError) {
        try product()
        while true {
            if take("+") {
                try product()
                operations.append(.add)
            } else if take("-") {
                try product()
                operations.append(.subtract)
            } else {
                return
            }
        }
    }

    mutating func product() throws(DocumentError) {
        try unary()
        while true {
            if !startsPower, take("*") {
                try unary()
                operations.append(.multiply)
            } else if take("/") {
                try unary()
                operations.append(.divide)
            } else {
                return
            }
        }
    }

    mutating func unary() throws(DocumentError) {
        var negations = 0
        while take("-") { negations += 1 }
        try primary()
        if take("^") || take("**") {
            try nested { parser throws(DocumentError) in try parser.unary() }
            operations.append(.power)
        }
        if negations % 2 == 1 { operations.append(.negate) }
    }

    mutating func primary() throws(DocumentError) {
        skipSpace()
        if take("(") {
            try nested { parser throws(DocumentError) in try parser.comparison() }
            guard take(")") else { throw failure("a closing \")\"") }
            return
        }
        let start = position
        let name = word()
        guard !name.isEmpty else { throw failure("a number, a part or a function") }
        if let digit = name.utf8.first, digit == 0x2E || digit.isASCIIDigit {
            guard let value = Double(name), value.isFinite else {
                position = start
                throw failure("a number")
            }
            operations.append(.constant(value))
        } else if take("(") {
            try call(name, at: start)
        } else if let part = parts.firstIndex(of: name) {
            operations.append(.part(part))
        } else {
            position = start
            throw failure("a part: one of " + parts.joined(separator: ", "), nearest: (name, parts))
        }
    }

    mutating func call(_ name: String, at start: Int) throws(DocumentError) {
        let functions = ["min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log", "if", "clip"]
        guard functions.contains(name) else {
            position = start
            throw failure("a function: one of " + functions.joined(separator: ", "), nearest: (name, functions))
        }
        if name == "if" { return try choice(at: start) }
        var count = 0
        repeat {
            try nested { parser throws(DocumentError) in try parser.comparison() }
            count += 1
        } while take(",")
        guard take(")") else { throw failure("\",\" or \")\"") }
        let operation: Formula.Operation =
            switch name {
            case "min": .minimum(count)
            case "max": .maximum(count)
            case "abs": .absolute
            case "floor": .floor
            case "ceil": .ceiling
            case "exp": .exponential
            case "sqrt": .squareRoot
            case "log": .logarithm
            default: .clip
            }
        guard operation.operands == count else {
            position = start
            throw failure("\(operation.operands) arguments for \(name), not \(count)")
        }
        operations.append(operation)
    }

    /// `if(condition, value, other value)`, behind its opening parenthesis.
    mutating func choice(at start: Int) throws(DocumentError) {
        try nested { parser throws(DocumentError) in try parser.comparison() }
        let branch = operations.count
        operations.append(.branch(otherwise: 0, end: 0))
        var count = 1
        var jump = branch
        while take(",") {
            if count == 2 {
                jump = operations.count
                operations.append(.jump(to: 0))
            }
            try nested { parser throws(DocumentError) in try parser.comparison() }
            count += 1
        }
        guard take(")") else { throw failure("\",\" or \")\"") }
        guard count == 3 else {
            position = start
            throw failure("3 arguments for if, not \(count)")
        }
        operations[branch] = .branch(otherwise: jump + 1, end: operations.count)
        operations[jump] = .jump(to: operations.count)
    }

    mutating func expectEnd() throws(DocumentError) {
        skipSpace()
        guard position == text.count else { throw failure("an operator or the end") }
    }

    // MARK: Characters

    mutating func nested(_ body: (inout FormulaParser) throws(DocumentError) -> Void) throws(DocumentError) {
        nesting += 1
        guard nesting <= FormulaParser.maxNesting else { throw failure("at most \(FormulaParser.maxNesting) levels") }
        try body(&self)
        nesting -= 1
    }

    /// Whether Python's spelling of a power follows.
    private var startsPower: Bool {
        mutating get {
            skipSpace()
            return position + 1 < text.count && text[position] == 0x2A && text[position + 1] == 0x2A
        }
    }

    mutating func skipSpace() {
        while position < text.count, text[position] <= 0x20 { position += 1 }
    }

    mutating func take(_ token: StaticString) -> Bool {
        skipSpace()
        let length = token.utf8CodeUnitCount
        guard position + length <= text.count,
            (0..<length).allSatisfy({ text[position + $0] == token.utf8Start[$0] })
        else { return false }
        position += length
        return true
    }

    /// A name or a number: letters, digits, `_`, `.`, and a sign inside an exponent.
    mutating func word() -> String {
        let start = position
        while position < text.count {
            let byte = text[position]
            let isWord =
                byte == 0x5F || byte == 0x2E || byte.isASCIIDigit
                || byte.isASCIILetter
                || byte >= 0x80
            let isExponentSign =
                (byte == 0x2B || byte == 0x2D) && position > start && text[position - 1] | 0x20 == 0x65
                && (text[start] == 0x2E || text[start].isASCIIDigit)
            guard isWord || isExponentSign else { break }
            position += 1
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    func failure(_ expected: String, nearest: (String, [String])? = nil) -> DocumentError {
        let rest = text[min(position, text.count)...].prefix(24)
        let found = rest.isEmpty ? "the end of the formula" : "\"\(String(decoding: rest, as: UTF8.self))\""
        return DocumentError(
            path: path, found: "\(found) at character \(position)", expected: expected,
            suggestion: nearest.flatMap { nearestName(to: $0.0, in: $0.1) })
    }
}

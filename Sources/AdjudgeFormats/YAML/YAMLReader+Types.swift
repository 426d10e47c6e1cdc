import AdjudgeBase

/// What a scalar is: by its tag, or where it stands without quotes by its letters.
extension YAMLReader {
    func scalar(
        _ token: YAMLToken, _ tag: YAMLToken?, _ tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        let text = token.text
        guard let tag, !tag.text.equals("!") else {
            // Behind ! everything is a text; PyYAML goes by the letters even within quotes.
            let isTyped = tag == nil ? token.isPlain : rules.isPyYAML
            guard isTyped else { return try tree.make(.string, text) }
            return try plain(text, token.byte, &tree)
        }
        let node: StructureTree.Index?
        switch YAMLReader.name(of: tag.text) {
        case "str": return try tree.make(.string, text)
        case "null": return try tree.make(.null, text)
        case "bool": node = try bool(text, &tree)
        case "int": node = try integer(text, &tree)
        case "float":
            node = try number(text, &tree)
        case "binary" where rules.isPyYAML: node = try tree.make(.foreign, Bytes("bytes"))
        case "timestamp" where rules.isPyYAML:
            node = text.isYAMLTimestamp ? try tree.make(.foreign, Bytes("date")) : nil
        default: throw unknown(tag)
        }
        guard let node else {
            throw StructureError(at: token.byte, "\(text.string), expected what its tag \(tag.text.string) says")
        }
        return node
    }

    /// The tag of a list or an object.
    func check(_ tag: YAMLToken, of node: StructureTree.Index, _ tree: inout StructureTree) throws(StructureError) {
        switch (YAMLReader.name(of: tag.text), tree[node].kind) {
        case ("seq", .array), ("map", .object): return
        default: if !tag.text.equals("!") { throw unknown(tag) }
        }
    }

    private func unknown(_ tag: YAMLToken) -> StructureError {
        StructureError(at: tag.byte, "the tag \(tag.text.string), expected none but !!str, !!int and so on")
    }

    /// The name of a tag of YAML's own.
    private static func name(of tag: Bytes) -> String? {
        let full: StaticString = "!<tag:yaml.org,2002:"
        if tag.hasPrefix("!!") { return tag.suffix(from: 2).string }
        if tag.hasPrefix(full), tag.hasSuffix(">") { return tag[full.utf8CodeUnitCount..<tag.count - 1].string }
        return nil
    }

    /// A scalar without quotes and tag.
    private func plain(
        _ text: Bytes, _ byte: Int, _ tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        guard !text.isEmpty else { return try tree.make(.null) }
        if rules.isOfJSON { return try jsonScalar(text, &tree) }
        // Only these begin what is not a text.
        let first = text[0]
        if first.isASCIIDigit || first == 0x2B || first == 0x2D || first == 0x2E {
            if let number = try number(text, &tree) { return number }
            if rules.isPyYAML, text.isYAMLTimestampShape {
                guard text.isYAMLTimestamp else {
                    throw StructureError(at: byte, "\(text.string), expected a day of the calendar")
                }
                return try tree.make(.foreign, Bytes("date"))
            }
        } else if text.count <= 5 {
            if text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL") {
                return try tree.make(.null, text)
            }
            if let bool = try bool(text, &tree) { return bool }
            if rules.isPyYAML, text.equals("<<") || text.equals("=") {
                let node = try tree.make(.string, text)
                tree[node].marks = text.equals("=") ? Mark.value : Mark.merge
                return node
            }
        }
        return try tree.make(.string, text)
    }

    private func jsonScalar(_ text: Bytes, _ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index {
        if text.equals("null") || text.equals("~") { return try tree.make(.null) }
        if text.equals("true") { return try tree.make(.yes) }
        if text.equals("false") { return try tree.make(.no) }
        return try tree.make(text.isJSONNumber ? .number : .string, text)
    }

    private static let truths: [StaticString] = ["true", "True", "TRUE"]
    private static let falsehoods: [StaticString] = ["false", "False", "FALSE"]
    private static let oldTruths: [StaticString] = ["yes", "Yes", "YES", "on", "On", "ON"]
    private static let oldFalsehoods: [StaticString] = ["no", "No", "NO", "off", "Off", "OFF"]

    private func bool(_ text: Bytes, _ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index? {
        func isOne(_ names: [StaticString], _ old: [StaticString]) -> Bool {
            names.contains { text.equals($0) } || rules.isPyYAML && old.contains { text.equals($0) }
        }
        if isOne(YAMLReader.truths, YAMLReader.oldTruths) { return try tree.make(.yes, text) }
        if isOne(YAMLReader.falsehoods, YAMLReader.oldFalsehoods) { return try tree.make(.no, text) }
        return nil
    }

    // MARK: Numbers

    private func number(_ text: Bytes, _ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index? {
        if let float = try float(text, &tree) { return float }
        return try integer(text, &tree)
    }

    private func integer(_ text: Bytes, _ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index? {
        let isSigned = text.hasPrefix("+") || text.hasPrefix("-")
        let digits = isSigned ? text.suffix(from: 1) : text
        let numbers = NumberText(arena: arena)
        let isOld = rules.isPyYAML
        var found: Bytes?
        if digits.hasPrefix("0x"), digits.count > 2, isOld || !isSigned {
            guard digits.suffix(from: 2).areAll({ $0.hexDigit != nil || isOld && $0 == 0x5F }) else { return nil }
            found = numbers.integer(digits.suffix(from: 2), radix: 16, isNegative: text.hasPrefix("-"))
        } else if !isOld, digits.hasPrefix("0o"), digits.count > 2, !isSigned {
            guard digits.suffix(from: 2).areAll({ 0x30...0x37 ~= $0 }) else { return nil }
            found = numbers.integer(digits.suffix(from: 2), radix: 8, isNegative: false)
        } else if isOld, digits.hasPrefix("0b"), digits.count > 2 {
            guard digits.suffix(from: 2).areAll({ 0x30...0x31 ~= $0 || $0 == 0x5F }) else { return nil }
            found = numbers.integer(digits.suffix(from: 2), radix: 2, isNegative: text.hasPrefix("-"))
        } else if isOld, digits.count > 1, digits[0] == 0x30 {
            guard digits.areAll({ 0x30...0x37 ~= $0 || $0 == 0x5F }) else { return nil }
            found = numbers.integer(digits, radix: 8, isNegative: text.hasPrefix("-"))
        } else if isOld, let seconds = sexagesimal(digits) {
            found = text.hasPrefix("-") ? arena.copy(Bytes("-"), seconds) : seconds
        } else if !digits.isEmpty, digits[0].isASCIIDigit, digits.areAll({ $0.isASCIIDigit || isOld && $0 == 0x5F }) {
            found = numbers.decimal(text)
        } else {
            return nil
        }
        guard let found else {
            throw StructureError(.limit, at: 0, "an integer of \(digits.count) digits, expected at most 256")
        }
        return try tree.make(.number, found)
    }

    /// `190:20:30`, an integer of base 60 in YAML 1.1, in decimal digits.
    private func sexagesimal(_ digits: Bytes) -> Bytes? {
        guard digits.find(Bytes(":")) != nil, digits.count <= 60, digits[0] >= 0x31, digits[0] <= 0x39 else {
            return nil
        }
        var (value, part, length) = (0, 0, 0)
        var isFirst = true
        for index in 0..<digits.count {
            let byte = digits[index]
            if byte == UInt8(ascii: ":") {
                guard isFirst || length > 0 else { return nil }
                let (product, isLarge) = value.multipliedReportingOverflow(by: 60)
                guard !isLarge else { return nil }
                (value, part, length, isFirst) = (product &+ part, 0, 0, false)
            } else if byte.isASCIIDigit {
                length += 1
                guard isFirst || length <= 2, part < 1 << 40 else { return nil }
                part = part * 10 + Int(byte - 0x30)
                if !isFirst, part >= 60 { return nil }
            } else if byte != 0x5F || !isFirst {
                return nil
            }
        }
        guard length > 0, !isFirst else { return nil }
        let (product, isLarge) = value.multipliedReportingOverflow(by: 60)
        guard !isLarge else { return nil }
        var writer = ByteWriter(capacity: 64)
        writer.append(decimal: product &+ part)
        return arena.copy(writer.bytes)
    }

    private func float(_ text: Bytes, _ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index? {
        let isSigned = text.hasPrefix("+") || text.hasPrefix("-")
        let number = isSigned ? text.suffix(from: 1) : text
        if number.count == 4, number[0] == UInt8(ascii: ".") {
            let name = number.suffix(from: 1)
            let isNaN = !isSigned && (name.equals("nan") || name.equals("NaN") || name.equals("NAN"))
            if isNaN || name.equals("inf") || name.equals("Inf") || name.equals("INF") {
                guard rules.isPyYAML else {
                    throw StructureError(at: 0, "\(text.string), which no JSON has, expected a number")
                }
                return try tree.make(
                    .foreign, isNaN ? Bytes("nan") : text.hasPrefix("-") ? Bytes("-inf") : Bytes("inf"))
            }
        }
        guard rules.isPyYAML ? number.isOldFloat(isSigned: isSigned) : number.isCoreFloat else { return nil }
        return try tree.make(.number, NumberText(arena: arena).decimal(text))
    }
}

extension Arena {
    /// Two texts, one behind the other.
    fileprivate func copy(_ first: Bytes, _ second: Bytes) -> Bytes {
        let memory = allocate(first.count + second.count)
        memory.update(from: first.start, count: first.count)
        (memory + first.count).update(from: second.start, count: second.count)
        return Bytes(start: memory, count: first.count + second.count)
    }
}

extension Bytes {
    fileprivate func areAll(_ isRight: (UInt8) -> Bool) -> Bool { (0..<count).allSatisfy { isRight(self[$0]) } }

    /// How many bytes from `offset` on are digits, or underscores where those may stand.
    fileprivate func digits(from offset: Int, underscores: Bool) -> Int {
        var end = offset
        while end < count, self[end].isASCIIDigit || underscores && self[end] == 0x5F { end += 1 }
        return end - offset
    }

    /// The core schema's `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, but for integers.
    fileprivate var isCoreFloat: Bool {
        var at = digits(from: 0, underscores: false)
        let hasWhole = at > 0
        var isFloat = false
        if at < count, self[at] == UInt8(ascii: ".") {
            let fraction = digits(from: at + 1, underscores: false)
            guard hasWhole || fraction > 0 else { return false }
            at += 1 + fraction
            isFloat = true
        }
        guard hasWhole || isFloat else { return false }
        if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, self[at] == 0x2B || self[at] == 0x2D { at += 1 }
            let exponent = digits(from: at, underscores: false)
            guard exponent > 0 else { return false }
            at += exponent
            isFloat = true
        }
        return isFloat && at == count
    }

    /// PyYAML's float without its sign: a point is needed, and a sign in the exponent.
    fileprivate func isOldFloat(isSigned: Bool) -> Bool {
        guard count > 0 else { return false }
        var at = 0
        if self[0].isASCIIDigit {
            at = digits(from: 0, underscores: true)
            guard at < count, self[at] == UInt8(ascii: ".") else { return false }
            at += 1 + digits(from: at + 1, underscores: true)
        } else {
            guard !isSigned, self[0] == UInt8(ascii: "."), count > 1, self[1].isASCIIDigit else { return false }
            at = 1 + digits(from: 1, underscores: true)
        }
        if at == count { return true }
        guard self[at] | 0x20 == UInt8(ascii: "e"), at + 1 < count, self[at + 1] == 0x2B || self[at + 1] == 0x2D else {
            return false
        }
        let exponent = digits(from: at + 2, underscores: false)
        return exponent > 0 && at + 2 + exponent == count
    }

    /// Whether PyYAML takes this for a date, be it one of the calendar or not.
    fileprivate var isYAMLTimestampShape: Bool {
        guard count >= 8, digits(from: 0, underscores: false) == 4, self[4] == 0x2D else { return false }
        let month = digits(from: 5, underscores: false)
        guard (1...2).contains(month), 5 + month < count, self[5 + month] == 0x2D else { return false }
        let day = digits(from: 6 + month, underscores: false)
        guard (1...2).contains(day) else { return false }
        var at = 6 + month + day
        if at == count { return month == 2 && day == 2 }
        let separator = at
        if self[at] | 0x20 == UInt8(ascii: "t") {
            at += 1
        } else {
            while at < count, self[at] == 0x20 || self[at] == 0x09 { at += 1 }
        }
        let hour = digits(from: at, underscores: false)
        guard at > separator, (1...2).contains(hour) else { return false }
        at += hour
        for _ in 0..<2 {
            guard at < count, self[at] == UInt8(ascii: ":"), digits(from: at + 1, underscores: false) == 2 else {
                return false
            }
            at += 3
        }
        if at < count, self[at] == UInt8(ascii: ".") { at += 1 + digits(from: at + 1, underscores: false) }
        while at < count, self[at] == 0x20 || self[at] == 0x09 { at += 1 }
        if at == count || self[at] == UInt8(ascii: "Z") { return at >= count - 1 && !isTrailingSpace }
        guard self[at] == 0x2B || self[at] == 0x2D else { return false }
        let zone = digits(from: at + 1, underscores: false)
        guard (1...2).contains(zone) else { return false }
        at += 1 + zone
        if at == count { return true }
        return self[at] == UInt8(ascii: ":") && digits(from: at + 1, underscores: false) == 2 && at + 3 == count
    }

    private var isTrailingSpace: Bool { count > 0 && (self[count - 1] == 0x20 || self[count - 1] == 0x09) }

    /// Whether this is a date of PyYAML's shape and of the calendar.
    fileprivate var isYAMLTimestamp: Bool {
        guard isYAMLTimestampShape else { return false }
        var numbers: [Int] = []
        var at = 0
        while numbers.count < 6, at < count {
            let length = digits(from: at, underscores: false)
            guard length > 0 else { break }
            numbers.append((at..<at + length).reduce(0) { $0 * 10 + Int(self[$1] - 0x30) })
            at += length
            while at < count, !self[at].isASCIIDigit { at += 1 }
        }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard year > 0, (1...12).contains(month) else { return false }
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return false }
        return numbers.count < 6 || numbers[3] < 24 && numbers[4] < 60 && numbers[5] < 60
    }
}

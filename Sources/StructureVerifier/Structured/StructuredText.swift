import AdjudgeBase
import AdjudgeFormats

/// The formats of structured texts.
enum StructuredFormat: String, CaseIterable, Sendable {
    case json, yaml, xml, toml, csv

    static let choices = allCases.map { (name: $0.rawValue, value: $0) }

    /// The format of a name in a row, whatever its case.
    init?(_ name: Bytes) {
        guard name.count <= 4, let found = StructuredFormat(rawValue: name.string.lowercased()) else { return nil }
        self = found
    }
}

/// Reads a text of any format as a value of JSON. One per worker; its memory is kept from text to text.
final class StructuredText {
    /// How texts are read.
    struct Rules {
        /// What Python's libraries read (json, PyYAML, xmltodict, tomllib, csv), what they let pass included; otherwise
        /// strictly, and no name twice.
        var isPython = false
        /// Whether XML's root element is left out, so that its content is the value.
        var dropsRoot = false
        /// How XML and CSV, whose values are texts, get types: by this schema.
        var schema: JSONValue?
        /// CSV as an object of the header and the rows, as StructEval has it.
        var hasHeader = false
    }

    private let json = JSONText()
    private let parser = JSONParser(maxDepth: JSONText.maxDepth + 8, maxValues: 1 << 23)
    private let arena = Arena()
    private var tree = StructureTree()
    private var writer = ByteWriter()

    /// Whether the latest value has parts that JSON has no kind for.
    var hasForeign: Bool { tree.hasForeign || hasPythonNumbers }
    private var hasPythonNumbers = false
    /// JSON with Python's numbers in other words, of which the latest value is a view.
    private var numbers = OwnedBytes("")
    /// The names of the latest CSV's header.
    private(set) var header: [Bytes] = []

    /// The value of a text, valid until the next call. O(text), but for what a schema's alternatives add.
    func value(_ text: Bytes, _ format: StructuredFormat, _ rules: Rules, _ scratch: Scratch)
        throws(StructureError) -> JSONValue
    {
        tree.removeAll()
        arena.reset()
        header = []
        hasPythonNumbers = false
        scratch.spend(text.count)
        if let bad = text.invalidUTF8Offset {
            throw StructureError(at: bad, "no UTF-8, expected it")
        }
        if format == .json { return try jsonValue(text, rules, scratch) }
        let root: StructureTree.Index
        switch format {
        case .json, .yaml:
            var reader = try YAMLReader(text, rules: YAMLRules(isPyYAML: rules.isPython), arena: arena)
            root = try reader.read(&tree)
        case .xml:
            var reader = XMLReader(text, arena: arena)
            let document = try reader.read(&tree)
            root = rules.dropsRoot ? tree[document].first : document
        case .toml:
            var reader = TOMLReader(text, keepsDates: rules.isPython, arena: arena)
            root = try reader.read(&tree)
        case .csv:
            var reader = CSVReader(text, isPython: rules.isPython, arena: arena)
            let (rows, header) = try reader.read(&tree)
            self.header = header
            root = rules.hasHeader ? try withHeader(rows) : rows
        }
        if let schema = rules.schema, format == .xml || format == .csv {
            var coercion = Coercion(schema: schema, isPython: rules.isPython, textBytes: text.count, arena: arena)
            try coercion.coerce(root, format, &tree)
            scratch.spend(coercion.steps)
        }
        return try written(root, text, rules, scratch)
    }

    private func written(
        _ root: StructureTree.Index, _ text: Bytes, _ rules: Rules, _ scratch: Scratch
    ) throws(StructureError) -> JSONValue {
        if rules.isPython { tree.keepLastMembers() }
        writer.removeAll()
        try tree.write(root, into: &writer, textBytes: text.count)
        scratch.spend(writer.count)
        let value: JSONValue
        do {
            value = try parser.parse(writer.bytes)
        } catch {
            throw StructureError(.limit, at: 0, error.message)
        }
        if !rules.isPython, let key = DuplicateKeys(scratch: scratch).first(in: value) {
            throw StructureError(
                .duplicateKey, at: 0,
                "the key \(key.raw[0..<min(80, key.raw.count)].string) twice in one object, expected it once")
        }
        return value
    }

    /// The rows with the header beside them.
    private func withHeader(_ rows: StructureTree.Index) throws(StructureError) -> StructureTree.Index {
        let whole = try tree.make(.object)
        let names = try tree.make(.array)
        for name in header { tree.append(try tree.make(.string, name), to: names) }
        tree.append(names, to: whole, key: Bytes("csv_headers"))
        tree.append(rows, to: whole, key: Bytes("csv_rows"))
        return whole
    }

    private func jsonValue(_ text: Bytes, _ rules: Rules, _ scratch: Scratch) throws(StructureError) -> JSONValue {
        do throws(JSONText.Failure) {
            let value = try json.value(text, scratch, refusesDuplicates: !rules.isPython)
            return try lastMembers(value, text, rules, scratch)
        } catch {
            guard rules.isPython, case .unreadable = error, writePythonNumbers(of: text) else {
                throw StructureError(error)
            }
        }
        do throws(JSONText.Failure) {
            numbers = OwnedBytes(writer.bytes)
            hasPythonNumbers = true
            let value = try json.value(numbers.view, scratch, refusesDuplicates: false)
            return try lastMembers(value, text, rules, scratch)
        } catch {
            throw StructureError(error)
        }
    }

    /// The value with the last of the members of one name only, as Python has it.
    private func lastMembers(
        _ value: JSONValue, _ text: Bytes, _ rules: Rules, _ scratch: Scratch
    ) throws(JSONText.Failure) -> JSONValue {
        guard rules.isPython, let key = DuplicateKeys(scratch: scratch).first(in: value) else { return value }
        do {
            let root = try tree.add(value, arena)
            return try written(root, text, rules, scratch)
        } catch {
            throw .duplicateKey(key.raw.string)
        }
    }

    /// Writes JSON that has what Python's `json` reads beyond the standard, `NaN`, `Infinity` and `-Infinity`, with values
    /// that JSON has no kind for in their places; false where it has none. O(text).
    private func writePythonNumbers(of text: Bytes) -> Bool {
        writer.removeAll()
        var (at, copied, isQuoted, found) = (0, 0, false, false)
        let stops = ByteSet("\"\\NI")
        while let stop = text.suffix(from: at).findFirst(in: stops) {
            at += stop
            switch text[at] {
            case UInt8(ascii: "\\"): at = min(at + 2, text.count)
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                at += 1
            default:
                let isNaN = text.suffix(from: at).hasPrefix("NaN")
                guard !isQuoted, isNaN || text.suffix(from: at).hasPrefix("Infinity") else {
                    at += 1
                    continue
                }
                let isNegative = !isNaN && at > copied && text[at - 1] == UInt8(ascii: "-")
                writer.append(text[copied..<(isNegative ? at - 1 : at)])
                writer.append("{\"\\u0000\":\"")
                writer.append(isNaN ? "nan" : isNegative ? "-inf" : "inf")
                writer.append("\"}")
                at += isNaN ? 3 : 8
                (copied, found) = (at, true)
            }
        }
        writer.append(text.suffix(from: copied))
        return found
    }
}

extension StructureError {
    /// What JSON's reader says.
    init(_ failure: JSONText.Failure) {
        switch failure {
        case .unreadable(let error): self.init(at: error.byte, error.message)
        case .limit(let error): self.init(.limit, at: error.byte, error.message)
        case .duplicateKey(let key):
            self.init(.duplicateKey, at: 0, "the key \(key) twice in one object, expected it once")
        }
    }
}

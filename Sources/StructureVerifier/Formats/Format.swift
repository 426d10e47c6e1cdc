import AdjudgeBase

/// The formats that JSON Schema names. Each check is linear in the text; texts come without escapes.
enum Format: UInt8, CaseIterable, Sendable {
    case dateTime, date, time, duration, email, idnEmail, hostname, idnHostname, ipv4, ipv6
    case uri, uriReference, iri, iriReference, uuid, uriTemplate, jsonPointer, relativeJSONPointer, regex

    /// The name in schemas.
    var name: String {
        switch self {
        case .dateTime: "date-time"
        case .idnEmail: "idn-email"
        case .idnHostname: "idn-hostname"
        case .uriReference: "uri-reference"
        case .iriReference: "iri-reference"
        case .uriTemplate: "uri-template"
        case .jsonPointer: "json-pointer"
        case .relativeJSONPointer: "relative-json-pointer"
        default: "\(self)"
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// The format with this name; nil for those that nobody here knows, which every text meets.
    static func named(_ name: String) -> Format? { byName[name] }

    /// Whether a text has the format.
    func holds(_ text: Bytes, _ scratch: Scratch) -> Bool {
        scratch.spend(text.count)
        switch self {
        case .dateTime: return TimeFormats.isDateTime(text)
        case .date: return TimeFormats.isDate(text)
        case .time: return TimeFormats.isTime(text)
        case .duration: return TimeFormats.isDuration(text)
        case .email: return text.isASCII && HostFormats.isEmail(text)
        case .idnEmail: return HostFormats.isEmail(text)
        case .hostname: return text.isASCII && HostFormats.isHostname(text)
        case .idnHostname: return HostFormats.isInternationalHostname(text)
        case .ipv4: return HostFormats.isIPv4(text)
        case .ipv6: return HostFormats.isIPv6(text)
        case .uri: return text.isASCII && AddressFormats.isAddress(text, isAbsolute: true)
        case .uriReference: return text.isASCII && AddressFormats.isAddress(text, isAbsolute: false)
        case .iri: return AddressFormats.isAddress(text, isAbsolute: true)
        case .iriReference: return AddressFormats.isAddress(text, isAbsolute: false)
        case .uuid: return Format.isUUID(text)
        case .uriTemplate: return AddressFormats.isTemplate(text)
        case .jsonPointer: return Format.isPointer(text)
        case .relativeJSONPointer: return Format.isRelativePointer(text)
        case .regex: return text.count <= 10_000 && (try? ECMAPattern.compile(text.string, isStrict: true)) != nil
        }
    }

    private static func isUUID(_ text: Bytes) -> Bool {
        guard text.count == 36 else { return false }
        for index in 0..<36 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard isDash ? text[index] == UInt8(ascii: "-") : text[index].isHexDigit else { return false }
        }
        return true
    }

    private static func isPointer(_ text: Bytes) -> Bool {
        guard text.isEmpty || text[0] == UInt8(ascii: "/") else { return false }
        for index in 0..<text.count where text[index] == UInt8(ascii: "~") {
            guard text[index + 1] == UInt8(ascii: "0") || text[index + 1] == UInt8(ascii: "1") else { return false }
        }
        return true
    }

    private static func isRelativePointer(_ text: Bytes) -> Bool {
        func digits(_ start: Int) -> Int {
            var at = start
            while text[at].isASCIIDigit { at += 1 }
            return at
        }
        var at = digits(0)
        if at == 0 || text[0] == UInt8(ascii: "0") && at > 1 { return false }
        if text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") {
            let end = digits(at + 1)
            if end == at + 1 || text[at + 1] == UInt8(ascii: "0") { return false }
            at = end
        }
        let rest = text.suffix(from: at)
        return rest.equals("#") || isPointer(rest)
    }
}

extension UInt8 {
    /// `0` to `9`, `a` to `f` in either case.
    var isHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 0x61 < 6 }
}

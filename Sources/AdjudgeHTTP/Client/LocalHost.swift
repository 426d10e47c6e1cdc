import Glibc

/// True for a host that means this machine or its own link, which no proxy can know: `localhost` and names under it,
/// 127.0.0.0/8, 169.254.0.0/16, 0.0.0.0, ::1, ::, fe80::/10, and IPv4 ones written as IPv6. `host` is in lower case, an
/// IPv6 address in brackets or not, with or without a zone.
func isLocal(_ host: String) -> Bool {
    var host = host
    if host.hasSuffix(".") { host.removeLast() }
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return isLocal(withUnsafeBytes(of: &four) { Array($0) }) }
    var inner = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    if let zone = inner.firstIndex(of: "%") { inner = String(inner[..<zone]) }
    var six = in6_addr()
    guard inet_pton(AF_INET6, inner, &six) == 1 else { return false }
    let bytes = withUnsafeBytes(of: &six) { Array($0) }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
        return isLocal(Array(bytes[12...]))
    }
    let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    return isLinkLocal || bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] <= 1
}

private func isLocal(_ address: [UInt8]) -> Bool {
    address[0] == 127 || address[0] == 169 && address[1] == 254 || address.allSatisfy { $0 == 0 }
}

/// Facts in the names of AWS's hosts.
extension SignatureV4 {
    private static let suffixes = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn"]

    /// The region in the name of a host of AWS's, or `fallback`: the last label that has the form of a region, so that
    /// buckets and the endpoints of a VPC may stand before it, as in `vpce-1a2b.bedrock-runtime.eu-west-1.vpce.amazonaws.com`.
    public static func region(of host: String, fallback: String) -> String {
        let host = host.lowercased()
        guard suffixes.contains(where: { host.hasSuffix($0) }) else { return fallback }
        return host.split(separator: ".").last(where: isRegion).map(String.init) ?? fallback
    }

    /// The service by which requests to a host of Bedrock's are signed, in whichever partition, with or without FIPS;
    /// nil for other hosts. `bedrock-runtime` is signed as `bedrock`, `bedrock-mantle` by its own name.
    public static func bedrockService(of host: String) -> String? {
        let host = host.lowercased()
        guard suffixes.contains(where: { host.hasSuffix($0) }) else { return nil }
        for label in host.split(separator: ".") {
            switch label {
            case "bedrock-runtime", "bedrock-runtime-fips", "bedrock", "bedrock-fips": return "bedrock"
            case "bedrock-mantle", "bedrock-mantle-fips": return "bedrock-mantle"
            default: continue
            }
        }
        return nil
    }

    /// `us-east-1`, `us-gov-west-1`, `eu-isoe-west-1`.
    private static func isRegion(_ label: Substring) -> Bool {
        let parts = label.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4, let number = parts.last, let first = parts.first else {
            return false
        }
        return first.utf8.count == 2 && !number.isEmpty && number.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } }
    }
}

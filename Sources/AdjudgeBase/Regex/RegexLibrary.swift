import CPCRE2

/// The PCRE2 that patterns are matched by.
public enum RegexLibrary {
    /// Its version and date.
    public static var version: String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), buffer.baseAddress)
            return String(cString: buffer.baseAddress!)
        }
    }

    /// Whether it compiles patterns to machine code here; otherwise it interprets them.
    public static var hasJIT: Bool {
        var has: UInt32 = 0
        pcre2_config_8(UInt32(PCRE2_CONFIG_JIT), &has)
        return has == 1
    }
}

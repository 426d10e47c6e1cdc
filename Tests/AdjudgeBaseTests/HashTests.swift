import AdjudgeBase
import CXXHash
import Testing

@Suite("XXH3") struct HashTests {
    @Test("published values")
    func published() {
        // xxHash's own sanity check: no bytes, and no bytes with a seed.
        #expect(Bytes.empty.hash64() == 0x2D06_8005_38D3_94C2)
        #expect(Bytes.empty.hash64(seed: 0x9E37_79B1_85EB_CA8D) == 0xA8A6_B918_B2F0_364A)
    }

    @Test("wide vectors give what narrow ones give, for every length")
    func widths() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 3) }
        bytes.withUnsafeBytes { all in
            for length in 0...bytes.count {
                for seed in [UInt64(0), 7] {
                    #expect(
                        cx_hash64(all.baseAddress, length, seed) == cx_hash64_narrow(all.baseAddress, length, seed),
                        "\(length) bytes, seed \(seed)")
                }
            }
        }
    }
}

import CKernels
import Glibc
import Testing

@Suite("Dispatch")
struct DispatchTests {
    @Test("The best set runs unless ADJUDGE_ISA names another that can")
    func choice() {
        let usable = Kernels.vectorised.reversed() + [Kernels.scalar]
        let request = getenv("ADJUDGE_ISA").map { String(cString: $0) } ?? ""
        let best = [AK_AVX512, AK_AVX2, AK_NEON, AK_SCALAR].lazy.compactMap { ak_kernels_for($0)?.pointee.isa }.first
        let expected = usable.first { $0.name == request }?.table.isa ?? best
        #expect(ak_active().pointee.isa == expected)
        let unusable = ak_unusable_isa_request().map { String(cString: $0) }
        let known = request.isEmpty || usable.contains { $0.name == request }
        #expect(unusable == (known ? nil : request))
    }

    @Test("A table names its set; a set of another processor is absent")
    func tables() {
        for (isa, name) in [(AK_SCALAR, "scalar"), (AK_AVX2, "avx2"), (AK_AVX512, "avx512"), (AK_NEON, "neon")] {
            if let table = ak_kernels_for(isa)?.pointee {
                #expect(table.isa == isa && String(cString: table.name) == name)
            }
        }
        #if arch(x86_64)
            #expect(ak_kernels_for(AK_NEON) == nil)
        #else
            #expect(ak_kernels_for(AK_AVX2) == nil && ak_kernels_for(AK_AVX512) == nil)
        #endif
    }

    @Test("The public functions are those of the table in use")
    func forwarding() {
        let text = Array(" The answer is \\boxed{4\\}2}. ".utf8)
        var copy = text
        var start = -1, bad = -1
        var braces = byteSet(Array("{}".utf8))
        #expect(ak_utf8_valid(text, text.count, &bad) && ak_is_ascii(text, text.count))
        #expect(ak_trim(text, text.count, &start) == text.count - 2 && start == 1)
        #expect(ak_find_any(text, text.count, &braces) == 21 && ak_rfind_any(text, text.count, &braces) == 26)
        let needle = Array("is".utf8)
        #expect(ak_find(text, text.count, needle, 2) == 12 && ak_rfind(text, text.count, needle, 2) == 12)
        #expect(ak_match_brace(text, text.count, 21) == 26)
        #expect(
            ak_equal_normalized(
                text, text.count, Array("the answer is boxed42".utf8), 21,
                UInt32(AK_IGNORE_CASE | AK_COLLAPSE_WHITESPACE | AK_IGNORE_PUNCTUATION)))
        ak_ascii_lower(&copy, text, text.count)
        #expect(String(decoding: copy, as: UTF8.self) == " the answer is \\boxed{4\\}2}. ")
        var count = ak_collapse_whitespace(&copy, text, text.count)
        #expect(String(decoding: copy[..<count], as: UTF8.self) == "The answer is \\boxed{4\\}2}.")
        count = ak_remove_whitespace(&copy, text, text.count)
        #expect(String(decoding: copy[..<count], as: UTF8.self) == "Theansweris\\boxed{4\\}2}.")
        count = ak_remove_punctuation(&copy, text, text.count)
        #expect(String(decoding: copy[..<count], as: UTF8.self) == " The answer is boxed42 ")
    }
}

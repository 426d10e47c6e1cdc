import AdjudgeBase
import Glibc

@testable import MathVerifier

/// libFuzzer's entry: two answers with a newline between them, compared both ways and each with itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data else { return 0 }
    let input = Bytes(start: data, count: count)
    guard let newline = (0..<count).first(where: { input[$0] == 0x0A }) else { return -1 }
    fuzzer.run(input[0..<newline], input.suffix(from: newline + 1))
    return 0
}

/// libFuzzer calls from one thread.
nonisolated(unsafe) private let fuzzer = PairFuzzer()

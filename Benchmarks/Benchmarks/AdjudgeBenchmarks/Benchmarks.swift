import Adjudge
import AdjudgeBase
import Benchmark
import CKernels

/// A response of 4 KB with its answer at the end, as most have.
private let response = OwnedBytes(
    String(repeating: "Then we add the two sides and find that 3x + 5 = 20. ", count: 75) + "So \\boxed{\\frac{15}{3}}."
)

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(metrics: [.cpuUser, .wallClock, .throughput], scalingFactor: .kilo)
    kernels()
    extraction()
    patterns()
    engine()
}

private func kernels() {
    for isa in [AK_SCALAR, AK_AVX2, AK_AVX512, AK_NEON] {
        guard let set = ak_kernels_for(isa)?.pointee else { continue }
        let name = String(cString: set.name)
        let text = response.view
        Benchmark("kernel rfind \(name)") { benchmark in
            let needle = Bytes("\\missing")
            for _ in benchmark.scaledIterations {
                blackHole(set.rfind(text.start, text.count, needle.start, needle.count))
            }
        }
        Benchmark("kernel utf8_valid \(name)") { benchmark in
            for _ in benchmark.scaledIterations { blackHole(set.utf8_valid(text.start, text.count, nil)) }
        }
        Benchmark("kernel collapse_whitespace \(name)") { benchmark in
            let to = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count)
            defer { to.deallocate() }
            for _ in benchmark.scaledIterations { blackHole(set.collapse_whitespace(to, text.start, text.count)) }
        }
    }
}

private func extraction() {
    let chains: [(String, DocumentValue)] = [
        ("boxed", ["boxed"]), ("strip_think boxed", ["strip_think", "boxed"]), ("hash", ["hash"]),
        ("answer_line", ["answer_line"]), ("last_number", ["last_number"]), ("choice", ["choice"]),
    ]
    for (name, document) in chains {
        guard let chain = try? ExtractionChain(DocumentNode(document)) else { continue }
        Benchmark("extract \(name)") { benchmark in
            let scratch = Scratch()
            for _ in benchmark.scaledIterations {
                scratch.beginSample()
                blackHole(chain.extract(from: response.view, scratch: scratch))
            }
        }
    }
}

private func patterns() {
    for (name, text) in [("boxed", "\\\\boxed\\{"), ("last number", "-?\\d+(?:\\.\\d+)?(?!.*\\d)")] {
        guard let pattern = try? RegexPattern(text), let valid = ValidText(response.view) else { continue }
        Benchmark("regex \(name)") { benchmark in
            let scratch = RegexScratch()
            for _ in benchmark.scaledIterations { blackHole(pattern.match(valid, scratch: scratch)) }
        }
    }
}

private func engine() {
    for preset in ["math", "gsm8k", "dapo", "hendrycks"] {
        guard let engine = try? Engine(grader: "preset:\(preset)", threads: 1) else { continue }
        Benchmark("engine preset:\(preset)") { benchmark in
            let reference = Bytes("5")
            for _ in benchmark.scaledIterations {
                blackHole(engine.score(response: response.view, reference: reference))
            }
        }
    }
}

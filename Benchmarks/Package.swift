// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "AdjudgeBenchmarks",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "Adjudge", path: ".."),
        // The harness: percentiles, baselines, comparisons. Without its jemalloc trait, which has no library here.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "AdjudgeBenchmarks",
            dependencies: [
                .product(name: "Adjudge", package: "Adjudge"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/AdjudgeBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ]
)

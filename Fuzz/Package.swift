// swift-tools-version: 6.2
import PackageDescription

// Fuzzed code is built on its own, every module with coverage counters and sanitizers: `make fuzz`.
// `Sources` is a link to the project's, because a package's targets must lie inside it.

let swift: [SwiftSetting] = [
    .unsafeFlags([
        "-sanitize=address,fuzzer", "-enable-testing", "-assert-config", "Debug", "-enforce-exclusivity=checked",
    ])
]
let c: [CSetting] = [
    .unsafeFlags([
        "-fsanitize=address,undefined", "-fsanitize-trap=undefined",
        "-fsanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp", "-fno-omit-frame-pointer",
    ])
]

let package = Package(
    name: "Fuzz",
    products: [
        .library(name: "MathFuzz", type: .static, targets: ["MathFuzz"]),
        .library(name: "StructureFuzz", type: .static, targets: ["StructureFuzz"]),
    ],
    targets: [
        .target(name: "CKernels", cSettings: c),
        .target(name: "CJSON", dependencies: ["CKernels"], cSettings: c),
        .target(name: "CFolding", cSettings: c),
        .target(name: "CXXHash", cSettings: c),
        .target(name: "CForks", cSettings: c),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
        .systemLibrary(name: "CGMP", pkgConfig: "gmp"),
        .systemLibrary(name: "CMPFR", pkgConfig: "mpfr"),
        .target(
            name: "AdjudgeBase", dependencies: ["CForks", "CKernels", "CJSON", "CFolding", "CPCRE2", "CXXHash"],
            swiftSettings: swift),
        .target(name: "MathVerifier", dependencies: ["AdjudgeBase", "CGMP", "CMPFR"], swiftSettings: swift),
        .target(name: "AdjudgeProse", dependencies: ["AdjudgeBase"], swiftSettings: swift),
        .target(name: "AdjudgeFormats", dependencies: ["AdjudgeBase"], swiftSettings: swift),
        .target(
            name: "StructureVerifier", dependencies: ["AdjudgeProse", "AdjudgeFormats", "AdjudgeBase"],
            resources: [.embedInCode("Schema/metaschemas.json")], swiftSettings: swift),
        .target(
            name: "StructureFuzz", dependencies: ["StructureVerifier", "AdjudgeBase"], path: "StructureFuzz",
            swiftSettings: swift),
        // Of the code family only what unpacks test objects.
        .target(
            name: "PackedText", dependencies: ["AdjudgeBase"], path: "Sources/CodeVerifier/Suites",
            sources: ["Inflate.swift", "PickledText.swift"], swiftSettings: swift),
        .target(
            name: "MathFuzz", dependencies: ["MathVerifier", "PackedText"], path: "MathFuzz", swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6]
)

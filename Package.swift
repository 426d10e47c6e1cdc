// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Adjudge",
    products: [
        .library(name: "Adjudge", targets: ["Adjudge", "AdjudgeBase", "CKernels"]),
        .executable(name: "adjudge", targets: ["AdjudgeCLI"]),
        // The Lambda door; `make lambda` links it with a static Swift runtime and zips it.
        .executable(name: "bootstrap", targets: ["LambdaBootstrap"]),
        // The Makefile links it with a static Swift runtime and names the result libadjudge.so.
        .library(name: "AdjudgeABI", type: .dynamic, targets: ["AdjudgeABI"]),
    ],
    dependencies: [
        // The command's arguments, help and completions.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // `swift package generate-documentation` for the Swift API.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // native
        .target(name: "CKernels"),
        .target(name: "CJSON", dependencies: ["CKernels"]),
        .target(name: "CFolding"),
        // Tables of words and languages, which the assembler takes in from files.
        .target(name: "CProseTables", exclude: ["tables"], cSettings: [.headerSearchPath("tables")]),
        // XXH3 from libxxhash's header, inlined: fingerprints of documents and rows, slots of caches.
        .target(name: "CXXHash"),
        .target(name: "CAdjudge", dependencies: ["CGlibcFloor"], exclude: ["adjudge.pc.in"]),
        .target(name: "CGlibcFloor"),
        // The command's arguments and its malloc, by glibc.
        .target(name: "CProcess"),
        // TLS and SHA-256 from the system's OpenSSL 3, loaded at run time when a result leaves for another service.
        .target(name: "CTLS"),
        // HTTP from the system's libcurl, loaded at run time when a judge is called.
        .target(name: "CCurl"),
        // The host's side of the contained runner. The warden itself is built by `make sandbox`: SwiftPM would link the
        // Swift runtime into every C program and library.
        .target(name: "CForks"),
        .target(name: "CSandbox", dependencies: ["CForks"]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
        // Correctly rounded reals, both ways: the ends of the intervals that prove numbers different.
        .systemLibrary(name: "CMPFR", pkgConfig: "mpfr", providers: [.apt(["libmpfr-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // base
        .target(name: "AdjudgeBase", dependencies: ["CForks", "CKernels", "CJSON", "CFolding", "CPCRE2", "CXXHash"]),

        // Readers of YAML, TOML, XML and CSV, as values of JSON: of graders and of what is judged.
        .target(name: "AdjudgeFormats", dependencies: ["AdjudgeBase"]),

        // Calls to servers, and what AWS wants of them.
        .target(name: "AdjudgeHTTP", dependencies: ["AdjudgeBase", "CCurl", "CForks", "CTLS"]),

        // verify
        .target(name: "AdjudgeProse", dependencies: ["AdjudgeBase"]),
        .target(name: "TextVerifier", dependencies: ["AdjudgeProse", "AdjudgeBase"]),
        .target(name: "InstructionVerifier", dependencies: ["AdjudgeProse", "AdjudgeBase", "CProseTables"]),
        .target(name: "MathVerifier", dependencies: ["AdjudgeBase", "CGMP", "CMPFR"]),
        .target(
            name: "CodeVerifier", dependencies: ["AdjudgeBase", "CForks", "CGMP", "CSandbox"],
            resources: [
                .embedInCode("Python/Harness/plain.py"), .embedInCode("Python/Harness/stand_ins.py"),
                .embedInCode("Python/Harness/class_stand_ins.py"),
                .embedInCode("Python/Harness/names.py"), .embedInCode("Python/Harness/under_test.py"),
                .embedInCode("Python/Harness/run.py"),
                .embedInCode("Python/Harness/crossing.py"), .embedInCode("Python/Harness/together.py"),
                .embedInCode("Python/Harness/nothing.py"), .embedInCode("Python/Harness/own_pytest.py"),
                .embedInCode("Python/Harness/checks.py"), .embedInCode("Python/Harness/collect.py"),
                .embedInCode("Python/Harness/one_process.py"), .embedInCode("Python/Harness/chosen.py"),
            ]),

        // The metaschemas of JSON Schema's drafts, to which schemas may refer.
        .target(
            name: "StructureVerifier", dependencies: ["AdjudgeProse", "AdjudgeFormats", "AdjudgeBase"],
            resources: [.embedInCode("Schema/metaschemas.json")]),

        // What judges are asked where nobody gives templates of their own.
        .target(
            name: "JudgeVerifier", dependencies: ["AdjudgeHTTP", "AdjudgeFormats", "AdjudgeBase"],
            resources: [
                .embedInCode("Templates/equivalence.txt"), .embedInCode("Templates/score.txt"),
                .embedInCode("Templates/label.txt"), .embedInCode("Templates/rubric.txt"),
                .embedInCode("Templates/pairwise.txt"),
            ]),

        // engine
        .target(
            name: "Adjudge",
            dependencies: [
                "AdjudgeBase", "TextVerifier", "InstructionVerifier", "MathVerifier", "CodeVerifier",
                "StructureVerifier", "JudgeVerifier", "AdjudgeFormats", "CForks", "CKernels",
            ]),

        // wire
        .target(name: "AdjudgeWire", dependencies: ["Adjudge", "AdjudgeBase"]),
        // Files of rows, compressed or not: apart from the wire, so that the library and the Lambda door need no zlib.
        .target(
            name: "AdjudgeFiles", dependencies: ["AdjudgeWire", "Adjudge", "AdjudgeBase", "CZlib", "CZstd"]),

        // doors
        .executableTarget(
            name: "AdjudgeCLI",
            dependencies: [
                "AdjudgeFiles", "AdjudgeWire", "Adjudge", "AdjudgeBase",
                "CProcess",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "AdjudgeABI",
            dependencies: [
                "AdjudgeWire", "Adjudge", "AdjudgeFormats", "AdjudgeBase", "CAdjudge", "CForks", "CKernels",
            ],
            exclude: ["exports.map"]),

        // Everything of the Lambda door but its main; no Foundation, no NIO.
        .target(
            name: "AdjudgeLambda",
            dependencies: ["AdjudgeWire", "Adjudge", "AdjudgeHTTP", "AdjudgeBase", "CTLS", "CGlibcFloor"]),
        .executableTarget(name: "LambdaBootstrap", dependencies: ["AdjudgeLambda"]),

        // Cut and spliced texts through every reader, in a process that may die: `make torn-texts`.
        .executableTarget(
            name: "TornTexts", dependencies: ["Adjudge", "AdjudgeBase", "MathVerifier", "CodeVerifier", "CaseFiles"],
            path: "Tests/TornTexts"),

        // Calls in a process of its own, which a test may fork, end or take libraries from: `make http-test`.
        .executableTarget(name: "HTTPProbe", dependencies: ["AdjudgeHTTP", "AdjudgeBase"], path: "Tests/HTTPProbe"),

        // What tests share: the corpora, and the cases beside the checkout.
        .target(name: "CaseFiles", dependencies: ["AdjudgeBase"], path: "Tests/CaseFiles"),
        // A server that says what a test wants said.
        .target(name: "Loopback", path: "Tests/Loopback"),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
        .testTarget(name: "AdjudgeBaseTests", dependencies: ["AdjudgeBase", "CXXHash", "CaseFiles"]),
        .testTarget(name: "AdjudgeHTTPTests", dependencies: ["AdjudgeHTTP", "AdjudgeBase", "CCurl", "Loopback"]),
        .testTarget(
            name: "MathVerifierTests", dependencies: ["MathVerifier", "Adjudge", "AdjudgeBase", "CMPFR", "CaseFiles"]),
        .testTarget(
            name: "CodeVerifierTests",
            dependencies: ["CodeVerifier", "AdjudgeFiles", "Adjudge", "AdjudgeBase", "CaseFiles"]),
        .testTarget(
            name: "TextVerifierTests",
            dependencies: ["TextVerifier", "AdjudgeProse", "Adjudge", "AdjudgeBase", "CaseFiles"]),
        .testTarget(
            name: "StructureVerifierTests", dependencies: ["StructureVerifier", "Adjudge", "AdjudgeBase", "CaseFiles"]),
        .testTarget(
            name: "JudgeVerifierTests",
            dependencies: ["JudgeVerifier", "Adjudge", "AdjudgeBase", "Loopback", "CaseFiles"]),
        .testTarget(
            name: "InstructionVerifierTests",
            dependencies: ["InstructionVerifier", "AdjudgeProse", "Adjudge", "AdjudgeBase", "CaseFiles"]),
        .testTarget(name: "AdjudgeTests", dependencies: ["CaseFiles", "Adjudge", "AdjudgeBase", "CodeVerifier"]),
        .testTarget(
            name: "AdjudgeFilesTests",
            dependencies: ["AdjudgeFiles", "AdjudgeWire", "Adjudge", "AdjudgeBase", "CZlib", "CZstd", "CaseFiles"]),
        .testTarget(
            name: "AdjudgeLambdaTests",
            dependencies: [
                "AdjudgeLambda", "AdjudgeWire", "Adjudge", "AdjudgeHTTP", "AdjudgeBase", "CTLS", "CodeVerifier",
                "CaseFiles",
            ]),
        .testTarget(name: "CorpusTests", dependencies: ["AdjudgeFiles", "Adjudge", "CaseFiles"]),
    ],
    swiftLanguageModes: [.v6]
)

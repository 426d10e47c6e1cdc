// swift-tools-version: 6.2
import PackageDescription
let package = Package(name: "Adjudge", targets: [
  .target(name: "CKernels"),
  .target(name: "CFolding"), .target(name: "CXXHash"), .target(name: "CAdjudge"),
  .target(name: "CJSON", dependencies: ["CKernels"]),
  .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
  .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
  .systemLibrary(name: "CGMP", pkgConfig: "gmp"),
  .target(name: "AdjudgeBase", dependencies: ["CKernels", "CJSON", "CFolding", "CPCRE2"]),
  .target(name: "MathVerifier", dependencies: ["AdjudgeBase", "CGMP"]),
  .target(name: "TextVerifier", dependencies: ["AdjudgeBase"]),
  .target(name: "Adjudge", dependencies: ["AdjudgeBase", "TextVerifier", "MathVerifier", "CXXHash"]),
], swiftLanguageModes: [.v6])

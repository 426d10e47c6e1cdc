// swift-tools-version: 6.2
import PackageDescription
let package = Package(name: "Adjudge", targets: [
  .target(name: "CKernels"),
  .target(name: "CJSON", dependencies: ["CKernels"]),
  .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
  .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
  .target(name: "AdjudgeBase", dependencies: ["CKernels", "CJSON", "CPCRE2"]),
], swiftLanguageModes: [.v6])

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Score",
    dependencies: [.package(name: "Adjudge", path: "../..")],
    targets: [.executableTarget(name: "Score", dependencies: [.product(name: "Adjudge", package: "Adjudge")])]
)

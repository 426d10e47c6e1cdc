import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser
import CKernels
import CPCRE2
import CodeVerifier
import Foundation
import Glibc

/// `adjudge doctor`: the capabilities of this machine.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the instruction set, the libraries and the limits in force.")

    func run() throws {
        print("adjudge          \(Version.string)")
        print("instruction set  \(String(cString: ak_active().pointee.name)) (has \(available()))")
        if let request = ak_unusable_isa_request() {
            print("                 ADJUDGE_ISA=\(String(cString: request)) names none that can run here")
        }
        print("processors       \(sysconf(Int32(_SC_NPROCESSORS_ONLN)))")
        print(
            "pcre2            \(pcre2Version()), JIT \(pcre2HasJIT() ? "available" : "not available: patterns run interpreted")"
        )
        print(
            "regex limits     \(RegexScratch.matchLimit) match steps, depth \(RegexScratch.depthLimit), \(RegexScratch.heapLimit) KiB heap, texts to \(RegexPattern.maxTextBytes) bytes"
        )
        showSandbox()
    }

    /// Prints the sandbox level and the interpreters.
    private func showSandbox() {
        let sandbox: Sandbox
        do {
            sandbox = try Sandbox.current()
        } catch {
            print("sandbox          not available: \(error.description)")
            return
        }
        print("sandbox          level \(sandbox.level) of 3")
        for layer in sandbox.layers {
            print(
                "  \(layer.name.padding(toLength: 15, withPad: " ", startingAt: 0))\(layer.problem.map { "no: " + $0 } ?? "yes")"
            )
        }
        print("languages")
        for language in sandbox.languages() {
            let text = language.problem.map { "no: " + $0 } ?? "\(language.version) \(language.path)"
            print("  \(language.name.padding(toLength: 15, withPad: " ", startingAt: 0))\(text)")
        }
        let usual = ["numpy", "scipy", "pandas", "sympy", "networkx", "sortedcontainers", "matplotlib", "pytest"]
        let there = sandbox.importable(usual)
        print("python modules   \(there.isEmpty ? "none of the usual ones" : there.joined(separator: ", "))")
        let missing = usual.filter { !there.contains($0) }
        if !missing.isEmpty {
            print("  not installed  \(missing.joined(separator: ", ")): programs that import them get 0")
        }
    }

    private func available() -> String {
        [AK_SCALAR, AK_AVX2, AK_AVX512, AK_NEON].compactMap { ak_kernels_for($0) }
            .map { String(cString: $0.pointee.name) }.joined(separator: ", ")
    }

    private func pcre2Version() -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), buffer.baseAddress)
            return String(cString: buffer.baseAddress!)
        }
    }

    private func pcre2HasJIT() -> Bool {
        var has: UInt32 = 0
        pcre2_config_8(UInt32(PCRE2_CONFIG_JIT), &has)
        return has == 1
    }
}

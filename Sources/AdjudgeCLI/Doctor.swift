import Adjudge
import AdjudgeBase
import ArgumentParser
import Foundation

/// `adjudge doctor`: the capabilities of this machine.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the instruction set, the libraries and the limits in force.")

    func run() throws {
        let facts = MachineFacts()
        show("adjudge", Version.string)
        show("instruction set", "\(facts.instructionSet) (has \(facts.instructionSets.joined(separator: ", ")))")
        if let request = facts.unusableInstructionSet {
            show("", "ADJUDGE_ISA=\(request) names none that can run here")
        }
        show("processors", "\(facts.processors)")
        let jit = facts.compilesPatterns ? "available" : "not available: patterns run interpreted"
        show("pcre2", "\(facts.pcre2), JIT \(jit)")
        show(
            "regex limits",
            "\(RegexScratch.matchLimit) match steps, depth \(RegexScratch.depthLimit), \(RegexScratch.heapLimit) KiB heap, "
                + "texts to \(RegexPattern.maxTextBytes) bytes")
        show("judges", facts.curl.map { "called by libcurl \($0)" } ?? "cannot be called: \(facts.curlProblem ?? "")")
        do {
            for endpoint in try Judges.endpoints() {
                show("  " + endpoint.name, endpoint.address + (endpoint.model.map { ", \($0)" } ?? ""))
            }
        } catch {
            show("", "the settings of judges: \(error)")
        }
        guard let sandbox = facts.sandbox else {
            return show("sandbox", "not available: \(facts.sandboxProblem ?? "")")
        }
        show(sandbox)
    }

    /// Prints the sandbox level, the interpreters and the modules.
    private func show(_ sandbox: MachineFacts.SandboxFacts) {
        show("sandbox", "level \(sandbox.level) of 3")
        for layer in sandbox.layers { show("  " + layer.name, layer.problem.map { "no: " + $0 } ?? "yes") }
        print("languages")
        for language in sandbox.languages {
            show("  " + language.name, language.problem.map { "no: " + $0 } ?? "\(language.version) \(language.path)")
        }
        let installed = sandbox.modules.filter(\.isInstalled).map(\.name)
        show("python modules", installed.isEmpty ? "none of the usual ones" : installed.joined(separator: ", "))
        let missing = sandbox.modules.filter { !$0.isInstalled }.map(\.name)
        if !missing.isEmpty {
            show("  not installed", missing.joined(separator: ", ") + ": programs that import them get 0")
        }
    }

    private func show(_ name: String, _ text: String) {
        print(name.padding(toLength: 17, withPad: " ", startingAt: 0) + text)
    }
}

import AdjudgeBase
import CSandbox
import Glibc

/// The Python that a grader's programs run in, where it says more than the usual.
struct PythonNeeds: Sendable, Hashable {
    /// An interpreter, or the folder of a virtual environment; nil: the one that is found.
    var python: String?
    /// Modules that must be there, by the names that programs import; they are imported once, beforehand.
    var packages: [String] = []

    /// Whether the usual templates do.
    var isUsual: Bool { python == nil && packages.isEmpty }

    /// The interpreter's path; that of a virtual environment is below its folder.
    var path: String? {
        guard let python else { return getenv("ADJUDGE_PYTHON").map { String(cString: $0) } }
        for name in ["bin/python3", "bin/python"] where access("\(python)/\(name)", X_OK) == 0 {
            return "\(python)/\(name)"
        }
        return python
    }
}

extension PythonNeeds {
    /// Reads `python` and `packages` of a grader.
    init(_ node: DocumentNode) throws(DocumentError) {
        if let python = node.member("python") {
            let path = try python.string("the absolute path of an interpreter or of a virtual environment")
            guard path.hasPrefix("/") else {
                throw python.mismatch(expected: "an absolute path such as \"/opt/venv\"")
            }
            self.python = path
        }
        guard let list = node.member("packages") else { return }
        for name in try list.elements() {
            let module = try name.string("the name of a module such as \"pandas\"")
            guard !module.isEmpty,
                module.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") })
            else { throw name.mismatch(expected: "a module's name as programs import it, such as \"sklearn\"") }
            packages.append(module)
        }
    }
}

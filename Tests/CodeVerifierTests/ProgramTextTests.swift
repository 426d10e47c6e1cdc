import AdjudgeBase
import Glibc
import Testing

@testable import CodeVerifier

@Suite struct ProgramTextTests {
    private func disarmed(_ text: String) -> String {
        let changed = MainGuard.disarmed(OwnedBytes(text))
        return withExtendedLifetime(changed) { changed.view.string }
    }

    @Test("a program's guard is what an import makes it, and strings and comments stay as they are")
    func guards() {
        let changed = [
            ("if __name__ == '__main__':\n    main()", "if False                 :\n    main()"),
            ("if(__name__==\"__main__\"): main()", "if(False               ): main()"),
            ("  if '__main__' == __name__: x()", "  if False                 : x()"),
            ("if __name__ != '__main__': pass", "if True                  : pass"),
            ("run = __name__ == '__main__' and 1", "run = False                  and 1"),
        ]
        for (text, expected) in changed { #expect(disarmed(text) == expected) }
        for text in [
            "S = \"\"\"\nif __name__ == '__main__':\n\"\"\"", "# if __name__ == '__main__':",
            "x = r'\\' # __main__ == __name__",
            "s = 'if __name__ == \\'__main__\\':'", "name == '__main__'", "__name__ == \"__main__",
            "f'{__name__ == \"__main__\"}'",
        ] {
            #expect(disarmed(text) == text)
        }
    }

    @Test("Java's classes are found where they stand, not in comments or strings")
    func java() {
        func source(_ text: String) -> JavaSource { withBytes(of: text) { JavaSource($0) } }
        let helper = source(
            "package a.b;\n/* class X { */ class Pair { int a; }\npublic class Sol { String s = \"class Y {\"; static void main(String[] x) {} }"
        )
        #expect(helper.package == "a.b" && helper.publicClass == "Sol" && helper.mainClass == "Sol")
        let plain = source(
            "class A { void f() { Object o = A.class; } }\nclass B { public static void main(String... a) {} }")
        #expect(plain.publicClass == nil && plain.mainClass == "B")
        #expect(source("interface I { void main(); ").mainClass == "I")
        #expect(source("").mainClass == nil)
    }

    @Test("the main of C++ tests is found by its tokens and ends as a main does")
    func testMains() throws {
        func made(_ text: String) -> TestMain? { TestMain(text, renamedTo: "t") }
        let plain = try #require(
            made("// main(\nint remain();\n#define x main(\nint main() { auto f = [] { return 1; }; }"))
        #expect(
            plain.source
                == "// main(\nint remain();\n#define x main(\nint t() { auto f = [] { return 1; }; \nreturn 0;\n}")
        #expect(plain.call == "int status = t();")
        #expect(
            try #require(made("int main(int c, char **v) { return 0; }\nint g() { }")).call
                == "int status = t(count, words);")
        #expect(try #require(made("int main(void) {}")).call == "int status = t();")
        #expect(try #require(made("auto main() -> int { }")).source == "auto t() -> int { \nreturn 0;\n}")
        let nothing = try #require(made("void main() { }"))
        #expect(nothing.source == "void t() { }" && nothing.call.contains("status = 0"))
        #expect(
            try #require(made("char c = '\"'; const char *s = R\"(int main() {)\"; int n = 1'000; int main() { }"))
                .source.hasSuffix("int t() { \nreturn 0;\n}"))
        for text in [
            "", "int main();", "struct A { int main() { return 0; } };", "int f() { main(); }", "int main() {",
        ] {
            #expect(made(text) == nil)
        }
    }

    @Test("a standard is told to the compiler that it is of")
    func standards() throws {
        func words(_ table: LanguageTable, _ name: String) throws -> [String] {
            guard case .commands(let compile?, _) = try #require(table.named(name)).runtime else { return [] }
            return compile
        }
        let table = LanguageTable.standard
        #expect(try words(table, "cpp").contains("-std=gnu++20"))
        #expect(try words(table.with(standard: "c++17"), "cpp").contains("-std=c++17"))
        #expect(try words(table.with(standard: "c++17"), "c").contains("-std=gnu17"))
        #expect(try words(table.with(standard: "2018"), "rust").contains("--edition=2018"))
        #expect(table.named("cpp")?.otherCompilations.count == 1)
        #expect(table.with(standard: "gnu++17").named("cpp")?.otherCompilations.isEmpty == true)
    }

    @Test("compiled headers are kept only where nobody else can put others in their place")
    func folders() throws {
        var template = Array("/tmp/adjudge-folders-XXXXXX".utf8CString)
        let root = String(cString: try #require(mkdtemp(&template)))
        defer { for part in ["/open/own", "/open", "/own/h", "/own", ""] { rmdir(root + part) } }
        #expect(PrecompiledHeaders.makeFolder(root + "/own/h"))
        mkdir(root + "/open", 0o777)
        chmod(root + "/open", 0o777)
        #expect(!PrecompiledHeaders.makeFolder(root + "/open/own"))
        #expect(!PrecompiledHeaders.makeFolder(root + "/open"))
        chmod(root + "/open", 0o1777)
        #expect(PrecompiledHeaders.makeFolder(root + "/open/own"))
        guard getuid() == 0 else { return }
        chown(root + "/open", 65534, 65534)
        #expect(!PrecompiledHeaders.makeFolder(root + "/open/own"))
    }
}

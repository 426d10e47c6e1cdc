import Testing

@testable import AdjudgeBase

@Suite struct ProgramFinderTests {
    private func program(_ response: String) -> String? {
        let scratch = Scratch()
        return withBytes(of: response) { bytes in
            let found = ProgramFinder().find(in: bytes, scratch)
            return found.status == .found ? found.bytes.string : nil
        }
    }

    @Test("the block that is the program, whatever stands before and behind it")
    func programs() {
        let code = "n = int(input())\nprint(n)"
        let cases: [(String, String?)] = [
            ("```python\n\(code)\n```", code), ("```\n\(code)\n```", code), ("~~~py\n\(code)\n~~~", code),
            ("````python\n\(code)\n```\n````", code + "\n```"),
            ("```python\n\(code)\n```\nOutput:\n```\n3\n```\n", code),
            ("```\n\(code)\n```\nOutput:\n```\n3\n```\n", code),
            ("```python\n\(code)\n```\n```bash\npython3 main.py\n```", code),
            ("```python\n\(code)\n```\n```text\n1 = 2\n```", code), ("```python\n\(code)\n```\n```\n```", code),
            ("```python\n1\n```\nBetter:\n```python\n\(code)\n```", code),
            ("Here:\n```python\n\(code)\n", code), ("```python\n\(code)\n```\n```python\nprint(", code),
            ("```Python3 title=\"a.py\"\n\(code)\n```", code), ("```{.python .x}\n\(code)\n```", code),
            ("1. Do:\n   ```python\n   if 1:\n       print(2)\n   ```", "if 1:\n    print(2)"),
            ("```python\n\"\"\"\n```\n1 2\n```\n\"\"\"\n\(code)\n```", "\"\"\"\n```\n1 2\n```\n\"\"\"\n" + code),
            ("```python\nx = '\"\"\"'\n```\n", "x = '\"\"\"'"), ("```bash\necho 1\n```", "echo 1"),
            ("```js\nconst s = `a`;\n```", "const s = `a`;"), ("no block", nil), ("", nil), ("```", nil),
            ("```python\n\n```", nil),
            ("a ```python b", nil),
        ]
        for (response, expected) in cases { #expect(program(response) == expected, "\(response.debugDescription)") }
    }
}

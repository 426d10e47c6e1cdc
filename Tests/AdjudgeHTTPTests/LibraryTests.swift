import CCurl
import Glibc
import Testing

@testable import AdjudgeHTTP

/// What is written down of libcurl, against the library itself.
@Suite struct LibraryTests {
    @Test(.enabled(if: HTTPClient.problem() == nil, "skipped: no libcurl here"))
    func `options have the numbers that the library gives them`() {
        var count = 0
        var option = ccurl_options()!
        while let name = option.pointee.name {
            let number = ccurl_option_number(name)
            // Younger than the oldest library that will do.
            if String(cString: name) != "QUICK_EXIT" || number >= 0 {
                #expect(number == option.pointee.number, "\(String(cString: name))")
            }
            option += 1
            count += 1
        }
        #expect(count > 30)
    }

    @Test func `a library that is not here is named`() {
        let names = ["libadjudge-has-none.so.4", "libadjudge-has-no-other.so.4"]
        let text = problem(names, room: 256)
        #expect(names.allSatisfy { text?.contains($0) == true })
        #expect(problem(names, room: 16)?.utf8.count == 15)
    }

    /// What is said of shared objects that cannot be loaded; nil when one can.
    private func problem(_ names: [String], room: Int) -> String? {
        let copies: [UnsafeMutablePointer<CChar>?] = names.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        let said = UnsafeMutablePointer<CChar>.allocate(capacity: room)
        defer { said.deallocate() }
        let candidates = copies.map { UnsafePointer($0) } + [nil]
        return ccurl_open(candidates, said, room) == nil ? String(cString: said) : nil
    }

    @Test func `hosts of this machine and its link are told from others`() {
        for host in [
            "localhost", "a.localhost", "localhost.", "127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "[::1]",
            "::1",
            "[::]", "[fe80::1%25eth0]", "[febf::1]", "[::ffff:127.0.0.1]",
        ] {
            #expect(isLocal(host), "\(host)")
        }
        for host in [
            "example.com", "localhost.example.com", "notlocalhost", "126.0.0.1", "10.0.0.1", "169.253.1.1", "[fec0::1]",
            "[2001:db8::1]", "[::2]", "[::ffff:8.8.8.8]", "127.0.0.1.example.com", "",
        ] {
            #expect(!isLocal(host), "\(host)")
        }
    }

    @Test func `of a URL, neither user nor path nor query is shown`() {
        #expect(shownPlace(of: "https://u:p@h.example:8443/secret?k=v#f") == "https://h.example:8443")
        #expect(shownPlace(of: "http://u:p@x@h?k") == "http://h")
        #expect(shownPlace(of: "https://[::1]:1/p") == "https://[::1]:1")
        for url in ["", "secret", "://", "https://", "secret-secret-secret://h", "mailto:secret"] {
            #expect(!shownPlace(of: url).contains("secret"), "\(url)")
        }
    }
}

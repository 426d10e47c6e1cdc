"""Proxies: those of the environment, of the request, and none for this machine's own addresses."""

import base64
import unittest

from probe import Certificates, Proxy, Server, probe


class Proxies(unittest.TestCase):
    def setUp(self):
        self.proxy = self.enterContext(Server(Proxy)) if hasattr(self, "enterContext") else Server(Proxy)
        self.at = f"http://127.0.0.1:{self.proxy.server_port}"

    def test_http_goes_by_the_environments_proxy(self):
        self.assertTrue(probe("get", "http://judge.test/x?y", http_proxy=self.at)[1].endswith("by proxy"))
        self.assertEqual(self.proxy.seen, [("GET", "http://judge.test/x?y", None)])

    def test_all_proxy_is_for_both(self):
        self.assertTrue(probe("get", "http://judge.test/", ALL_PROXY=self.at)[1].endswith("by proxy"))

    def test_https_goes_through_a_tunnel(self):
        certificates = Certificates()
        with Server(certificate=certificates.server) as server:
            self.proxy.tunnel = ("127.0.0.1", server.server_port)
            said = probe("get", "https://judge.test/x", certificates.authority, HTTPS_PROXY=self.at)[1]
        self.assertTrue(said.endswith("direct /x"), said)
        self.assertEqual(self.proxy.seen, [("CONNECT", "judge.test:443", None)])
        certificates.folder.cleanup()

    def test_a_tunnel_that_is_refused_is_no_answer(self):
        said = probe("get", "https://judge.test/", HTTPS_PROXY=self.at)[1]
        self.assertNotRegex(said, "^[0-9]")
        self.assertEqual(len(self.proxy.seen), 1)

    def test_hosts_that_the_environment_excepts_are_called_directly(self):
        said = probe("get", "http://judge.test/", http_proxy=self.at, NO_PROXY="judge.test")[1]
        self.assertTrue(said.startswith("unreachable: "), said)

    def test_this_machine_and_its_link_are_called_directly(self):
        with Server() as server:
            for host in ("127.0.0.1", "localhost"):
                said = probe("get", f"http://{host}:{server.server_port}/", http_proxy=self.at, ALL_PROXY=self.at)[1]
                self.assertTrue(said.endswith("direct /"), said)
        said = probe("get", "http://169.254.169.254/", http_proxy=self.at, timeout=30)[1]
        self.assertNotIn("by proxy", said)
        self.assertEqual(self.proxy.seen, [])

    def test_the_requests_own_proxy_is_used(self):
        said = probe("get", "http://judge.test/", "", self.at.replace("//", "//me:secret@"), http_proxy="http://127.0.0.1:1")[1]
        self.assertTrue(said.endswith("by proxy"), said)
        self.assertEqual(self.proxy.seen[0][2], "Basic " + base64.b64encode(b"me:secret").decode())

    def test_a_request_may_refuse_proxies(self):
        self.assertTrue(probe("get", "http://judge.test/", "", "none", http_proxy=self.at)[1].startswith("unreachable: "))

    def test_no_failure_shows_a_password(self):
        for proxy in ("socks9://me:secret@h.test", "http://me:secret@127.0.0.1:1", "http://me:secret@no.test", "http://me:secret@ h"):
            for words in (("", proxy), ()):
                said = probe("get", "http://u:secret@judge.test/secret?k=secret", *words, http_proxy=proxy)[1]
                self.assertNotIn("secret", said)
                self.assertRegex(said, "^[a-zA-Z]+: ")

    def tearDown(self):
        if not hasattr(self, "enterContext"):
            self.proxy.__exit__()

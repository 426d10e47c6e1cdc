"""TLS: certificates that are trusted, and those that are not."""

import pathlib
import socket
import subprocess
import sys
import time
import unittest

from probe import Certificates, Server, probe


class TLS(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.certificates = Certificates()
        cls.server = Server(certificate=cls.certificates.server)
        cls.url = f"https://localhost:{cls.server.server_port}/"

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.certificates.folder.cleanup()

    def test_an_authority_of_the_requests_own_is_trusted(self):
        self.assertTrue(probe("get", self.url, self.certificates.authority)[1].endswith("direct /"))

    def test_an_authority_of_the_environments_is_trusted(self):
        for name in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
            self.assertTrue(probe("get", self.url, **{name: str(self.certificates.authority)})[1].endswith("direct /"), name)

    def test_the_requests_own_goes_before_the_environments(self):
        said = probe("get", self.url, self.certificates.authority, SSL_CERT_FILE=str(self.certificates.other))[1]
        self.assertTrue(said.endswith("direct /"))

    def test_a_certificate_by_another_authority_is_refused(self):
        for words in ((), (self.certificates.other,)):
            self.assertTrue(probe("get", self.url, *words)[1].startswith("tls: https://localhost:"))

    def test_a_certificate_for_another_name_is_refused(self):
        url = self.url.replace("localhost", "other.localhost")
        said = probe("get", url, self.certificates.authority)[1]
        # Where the resolver does not know names under localhost, nobody is reached.
        self.assertTrue(said.startswith(("tls: ", "unreachable: ")), said)

    def test_a_file_of_authorities_that_is_not_there_is_named(self):
        said = probe("get", self.url, "/nowhere/authorities.pem")[1]
        self.assertTrue(said.startswith("tls: "), said)

    def test_http_is_not_spoken_to_a_server_of_TLS_nor_the_reverse(self):
        self.assertRegex(probe("get", self.url.replace("https", "http"))[1], "^(reset|other): ")
        with Server() as plain:
            self.assertRegex(probe("get", f"https://localhost:{plain.server_port}/")[1], "^(tls|reset): ")

    def test_HTTP_2_carries_many_calls(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "hypercorn", "--bind", f"127.0.0.1:{port}", "--certfile", self.certificates.server,
             "--keyfile", self.certificates.server, "--log-level", "error", "--workers", "0", "--config", "http2_server.toml",
             "http2_app:app"],
            cwd=pathlib.Path(__file__).parent)
        try:
            for _ in range(200):
                said = probe("get", f"https://localhost:{port}/", self.certificates.authority)[1]
                if not said.startswith("unreachable"):
                    break
                time.sleep(0.05)
            self.assertTrue(said.endswith("2"), said)
            _, said = probe("load", f"https://localhost:{port}/", 2000, 64, PROBE_CA=str(self.certificates.authority))
            self.assertIn('"right":2000,', said)
        finally:
            server.kill()
            server.wait()

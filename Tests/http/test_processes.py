"""Processes that fork, end, or lack the library, in the midst of calls."""

import pathlib
import tempfile
import time
import unittest

from probe import Certificates, Server, probe


class Processes(unittest.TestCase):
    def test_children_of_a_fork_call_by_themselves_and_leave_the_parent_alone(self):
        with Server() as server:
            at = f"http://127.0.0.1:{server.server_port}"
            _, said = probe("fork", f"{at}/slow", f"{at}/fast", 60)
        self.assertEqual(said, "children 60 failed 0; calls 16 of 16; small right")

    def test_a_process_ends_in_the_midst_of_calls(self):
        certificates = Certificates()
        with Server() as plain, Server(certificate=certificates.server) as secure:
            urls = [f"http://127.0.0.1:{plain.server_port}", f"https://localhost:{secure.server_port}"]
            for url in urls:
                for path in ("/fast", "/slow"):
                    for milliseconds in (0, 5, 20, 60, 150):
                        start = time.monotonic()
                        status, _ = probe("exit", url + path, milliseconds, PROBE_CA=str(certificates.authority))
                        self.assertEqual(status, 0, f"{url}{path} after {milliseconds} ms")
                        self.assertLess(time.monotonic() - start, 5)
        certificates.folder.cleanup()

    def test_a_library_that_cannot_be_loaded_is_named_with_its_package(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("libcurl.so.4", "libcurl-gnutls.so.4"):
                (pathlib.Path(folder) / name).write_text("no library")
            _, said = probe("get", "http://127.0.0.1:1/", LD_LIBRARY_PATH=folder)
            self.assertRegex(said, "^libraryMissing: .*libcurl.so.4.*libcurl-gnutls.so.4.*install the package libcurl4")
            # Nor does a process without it hang when it asks for credentials or exits.
            _, said = probe(
                "credentials", LD_LIBRARY_PATH=folder, HOME=folder, AWS_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:1/")
            self.assertRegex(said, "^unreachable: .*libcurl")
            self.assertEqual(probe("exit", "http://127.0.0.1:1/", 0, LD_LIBRARY_PATH=folder)[0], 0)

    def test_the_credentials_of_a_process_are_those_of_its_environment(self):
        _, said = probe("credentials", AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY="S", AWS_REGION="eu-west-1")
        self.assertEqual(said, "AKID eu-west-1")

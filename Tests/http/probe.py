"""The probe, and servers on this machine for it to call."""

import http.server
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = next(path for kind in ("debug", "release") if (path := ROOT / ".build" / kind / "HTTPProbe").exists())


# Without what this machine says of proxies, authorities and credentials.
QUIET = {name: value for name, value in os.environ.items()
         if not name.upper().endswith("_PROXY") and not name.startswith("AWS_") and name not in ("CURL_CA_BUNDLE", "SSL_CERT_FILE")}


def probe(*words, timeout=60, **environment):
    """Runs the probe; gives its status and what it printed, without the line's end."""
    ended = subprocess.run(
        [PROBE, *map(str, words)], capture_output=True, text=True, timeout=timeout, env={**QUIET, **environment})
    return ended.returncode, ended.stdout.rstrip("\n")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers "direct PATH", after a second under /slow."""

    protocol_version = "HTTP/1.1"
    # One write for an answer, so that nothing waits for an acknowledgement.
    wbufsize = 1 << 16

    def answer(self, text, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/slow"):
            time.sleep(1)
        self.answer(f"direct {self.path}")

    do_POST = do_GET

    def log_message(self, *_):
        pass


class Proxy(Handler):
    """Answers for every host, and passes tunnels on to `tunnel`; remembers what it was asked for."""

    tunnel = None

    def do_GET(self):
        self.server.seen.append((self.command, self.path, self.headers.get("Proxy-Authorization")))
        self.answer("by proxy")

    def do_CONNECT(self):
        self.server.seen.append((self.command, self.path, self.headers.get("Proxy-Authorization")))
        if self.server.tunnel is None:
            return self.answer("no", 403)
        with socket.create_connection(self.server.tunnel) as other:
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            back = threading.Thread(target=copy, args=(other, self.connection), daemon=True)
            back.start()
            copy(self.connection, other)
        self.close_connection = True


def copy(source, target):
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True

    def __init__(self, handler=Handler, certificate=None, tunnel=None):
        super().__init__(("127.0.0.1", 0), handler)
        self.seen, self.tunnel = [], tunnel
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """Clients that go away in the midst are what some tests are about."""


class Certificates:
    """An authority of the test's own, and a certificate by it for localhost, 127.0.0.1 and judge.test."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        at = pathlib.Path(self.folder.name)
        self.authority, self.server, self.other = at / "authority.pem", at / "server.pem", at / "other.pem"

        def openssl(*words):
            subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=at)

        for name in ("authority", "other"):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", f"/CN={name}",
                    "-keyout", f"{name}.key", "-out", f"{name}.pem")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr")
        (at / "names").write_text("subjectAltName=DNS:localhost,DNS:judge.test,IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
                "-days", 2, "-extfile", "names", "-out", "server.crt")
        self.server.write_text((at / "server.key").read_text() + (at / "server.crt").read_text())

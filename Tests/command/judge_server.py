"""A server in the shape of OpenAI's that writes down what it was asked. Usage: judge_server.py PORT-FILE LOG SECONDS

It says SAME for answers that begin with "right". Its port is in PORT-FILE once it listens."""

import http.server
import json
import os
import sys
import threading
import time

PORT_FILE, LOG, SECONDS = sys.argv[1], sys.argv[2], float(sys.argv[3])
LOCK = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with LOCK, open(LOG, "ab") as log:
            log.write(body + b"\n")
        time.sleep(SECONDS)
        question = json.loads(body)["messages"][-1]["content"]
        content = json.dumps({"verdict": "SAME" if "\nright" in question else "DIFFERENT"})
        reply = json.dumps(
            {
                "choices": [{"message": {"content": content}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 200, "completion_tokens": 5},
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(PORT_FILE + ".new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(PORT_FILE + ".new", PORT_FILE)
server.serve_forever()

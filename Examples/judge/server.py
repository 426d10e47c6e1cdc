"""A server in the shape of vLLM's, with a stand-in for a model: it finds two answers the same when they have the same
letters. Usage: server.py PORT"""

import http.server
import json
import re
import sys

SYNONYMS = {"forty-seven": "47", "harmonic oscillator": "mass on a spring"}


def verdict(question: str) -> str:
    """SAME or DIFFERENT for the two answers between the marks of a question."""
    blocks = re.findall(r"^==== (\w+)\n(.*?)\n==== \1$", question, re.DOTALL | re.MULTILINE)
    first, second = (text.strip().lower() for _, text in blocks[1:3])
    return "SAME" if SYNONYMS.get(first, first) == SYNONYMS.get(second, second) else "DIFFERENT"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        content = json.dumps({"verdict": verdict(request["messages"][-1]["content"])})
        reply = {
            "model": request["model"],
            "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 300, "completion_tokens": 8},
        }
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

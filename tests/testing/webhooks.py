"""Conversion webhooks to ask: a small HTTP server on 127.0.0.1 that answers as a test tells it to."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Json = Any
Answer = Callable[[Json], Json]
"""From a ConversionReview to what is answered: JSON, bytes to be sent as they are, or None to close the connection."""


class Webhook(ThreadingHTTPServer):
    """A server; ``asked`` are the reviews it got, ``headers`` of the last, ``connections`` how often it was called."""

    daemon_threads = True

    def __init__(self, answer: Answer, trust: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.status, self.keep_alive = answer, 200, True
        self.asked: list[Json] = []
        self.headers: dict[str, str] = {}
        self.connections = 0
        if trust is not None:
            self.socket = trust.wrap_socket(self.socket, server_side=True)
        self.url = f"http{'s' if trust else ''}://127.0.0.1:{self.server_address[1]}/convert?x=1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that left."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: for the second of two TCP waits 40 ms, on every answer
    server: Webhook

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        assert self.path.startswith(("/convert?x=1", "/convert?timeout="))  # the API server adds the latter
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(review)
        self.server.headers = dict(self.headers)
        answer = self.server.answer(review)
        if not self.server.keep_alive:
            self.close_connection = True  # without a word: what a proxy does to an idle connection
        if answer is None:
            self.close_connection = True
            return
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def running(answer: Answer, trust: ssl.SSLContext | None = None) -> Iterator[Webhook]:
    """A webhook that runs in a thread."""
    with Webhook(answer, trust) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def with_each(convert: Callable[[Json, str], Json]) -> Answer:
    """A right webhook around a converter."""

    def answer(review: Json) -> Json:
        asked = review["request"]
        objects = [convert(obj, asked["desiredAPIVersion"]) for obj in asked["objects"]]
        response = {"uid": asked["uid"], "result": {"status": "Success"}, "convertedObjects": objects}
        return {"apiVersion": review["apiVersion"], "kind": review["kind"], "response": response}

    return answer


def certificate(folder: Path, openssl: str | None = shutil.which("openssl")) -> Path | None:
    """A file with a certificate for 127.0.0.1 and its key, which is its own CA; None where there is no openssl."""
    if openssl is None:
        return None
    file = folder / "webhook.pem"
    subject = ["-subj", "/CN=webhook", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = [openssl, "req", *kind, *subject, "-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text((folder / "certificate").read_text() + (folder / "key").read_text(), encoding="ascii")
    return file

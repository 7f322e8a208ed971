"""A text message service on this machine, with the manners the house relies on: one message a key, a token, and no for what is none."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a-token-for-tests"


class Service(ThreadingHTTPServer):
    """Keeps each message once for each key. `away`: answers 503; `sends_on`: redirects to itself."""

    sent: dict[str, tuple[str, str]]
    away = False
    sends_on = False


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        said = self._said()
        key = self.headers.get("Idempotency-Key", "")
        if self.server.sends_on:
            return self._answer(307)
        if self.server.away:
            return self._answer(503)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._answer(401)
        if not key or set(said) != {"to", "text"} or not all(isinstance(value, str) and value for value in said.values()):
            return self._answer(400)
        if key in self.server.sent:
            return self._answer(409)
        self.server.sent[key] = (said["to"], said["text"])
        return self._answer(202)

    def _said(self) -> dict[str, Any]:
        try:
            found = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _answer(self, code: int) -> None:
        self.send_response(code)
        if code == 307:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def text_service() -> Iterator[tuple[Service, str]]:
    """The service and its address, while the test needs it."""
    with Service(("127.0.0.1", 0), _Handler) as service:
        service.sent = {}
        threading.Thread(target=service.serve_forever, daemon=True).start()
        try:
            yield service, f"http://127.0.0.1:{service.server_address[1]}/messages"
        finally:
            service.shutdown()

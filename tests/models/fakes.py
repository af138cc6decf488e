"""Models that say what a test wants, and a server that fails as it wants."""

import json
import threading
import time
from collections.abc import Callable, Generator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.errors import ModelError


def answer(*claims: tuple[str, int, str]) -> str:
    """Return the JSON of a model that makes these claims."""
    rows = [{"text": text, "evidence": number, "quote": quote} for text, number, quote in claims]
    return json.dumps({"claims": rows}, ensure_ascii=False)


class ScriptedWriter:
    """Says what its script makes of the data it was given, a few letters at a time."""

    name = "manus"
    tokens = 0

    def __init__(self, script: Callable[[Mapping[str, Any]], str], fault: str = "") -> None:
        self._script = script
        self._fault = fault
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def stream(self, system: str, user: str, schema: Mapping[str, Any]) -> Generator[str, None, None]:
        data = json.loads(user)
        self.asked.append((system, data))
        text = self._script(data)
        for at in range(0, len(text), 7):
            yield text[at : at + 7]
        if self._fault:
            raise ModelError(self._fault)


def parrot(data: Mapping[str, Any]) -> str:
    """Return an honest answer: every sentence that is marked as the answer, word for word."""
    return answer(*((e["text"], e["nummer"], e["text"]) for e in data["underlag"] if e["märkt"] == "svar"))


class FaultyServer:
    """An OpenAI-compatible server that answers each request as *faults* says, the last for ever."""

    def __init__(self, *faults: str, content: str = "") -> None:
        self.requests = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                fault = faults[min(server.requests, len(faults) - 1)]
                server.requests += 1
                server.reply(self, fault, content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self.released = threading.Event()

    def reply(self, handler: BaseHTTPRequestHandler, fault: str, content: str) -> None:
        if fault == "hänger":
            self.released.wait(20)
            return
        if fault.isdigit():
            handler.send_response(int(fault))
            handler.end_headers()
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        text = (
            content[: len(content) // 2]
            if fault in {"dör", "droppar"}
            else "{{{ inte json"
            if fault == "skräp"
            else content
        )
        for at in range(0, len(text), 20):
            handler.wfile.write(_chunk({"content": text[at : at + 20]}, None))
            time.sleep(0.3 if fault == "droppar" else 0)
        if fault == "dör":
            handler.wfile.write(b'data: {"choices": [{"del')
            handler.wfile.flush()
            handler.connection.close()
            return
        handler.wfile.write(_chunk({}, "stop") + b"data: [DONE]\n\n")

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()


def _chunk(delta: Mapping[str, str], finish: str | None) -> bytes:
    row = {
        "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }  # fmt: skip
    return f"data: {json.dumps(row)}\n\n".encode()

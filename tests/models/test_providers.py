"""Ollama's and Anthropic's own protocols through one setting: a local server speaks each as the real one does."""

import importlib.util
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.models.connect import ChatModel, load_model
from assistant.replies import phrases
from assistant.replies.reply import Status
from assistant.settings import Settings
from tests.models.conftest import WithModel
from tests.models.fakes import parrot

QUESTION = ["Hur mycket kan vi söka?"]
PROVIDERS = ("ollama", "anthropic")


def _ollama(text: str) -> Iterator[bytes]:
    for at in range(0, len(text), 40):
        row = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": False,
               "message": {"role": "assistant", "content": text[at : at + 40]}}  # fmt: skip
        yield json.dumps(row).encode() + b"\n"
    last = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": True, "done_reason": "stop",
            "message": {"role": "assistant", "content": ""}, "prompt_eval_count": 40, "eval_count": 2}  # fmt: skip
    yield json.dumps(last).encode() + b"\n"


def _anthropic(text: str) -> Iterator[bytes]:
    message = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None,
               "stop_sequence": None, "usage": {"input_tokens": 40, "output_tokens": 0}}  # fmt: skip
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *(
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text[at : at + 40]}}
            for at in range(0, len(text), 40)
        ),
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn"},
            "usage": {"input_tokens": 40, "output_tokens": 2},
        },
        {"type": "message_stop"},
    ]
    for event in events:
        yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def _asked_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return system and user text of a request in either protocol."""
    system = body.get("system") or body["messages"][0]["content"]
    user = body["messages"][-1]["content"]
    flat = [part if isinstance(part, str) else "".join(block["text"] for block in part) for part in (system, user)]
    return flat[0], flat[1]


class ProviderServer:
    """Answers as an honest model in the provider's own protocol; *fault*: an HTTP status to answer with instead."""

    def __init__(self, provider: str, fault: int = 0) -> None:
        self.bodies: list[Mapping[str, Any]] = []
        self.paths: list[str] = []
        spoken = {"ollama": _ollama, "anthropic": _anthropic}[provider]
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.bodies.append(body)
                server.paths.append(self.path.partition("?")[0])
                self.send_response(fault or 200)
                self.send_header(
                    "Content-Type", "text/event-stream" if provider == "anthropic" else "application/x-ndjson"
                )
                self.end_headers()
                for piece in [] if fault else spoken(parrot(json.loads(_asked_of(body)[1]))):
                    self.wfile.write(piece)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def opened(provider: str, url: str) -> ChatModel:
    if importlib.util.find_spec(f"langchain_{provider}") is None:
        pytest.skip(f"paketet langchain-{provider} är inte installerat")
    return load_model(Settings(llm=f"{provider}:m", llm_base_url=url, llm_api_key=SecretStr("hemlig"), llm_timeout=10))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_leverantorens_modell_formulerar_och_varje_mening_ar_bevisad(provider: str, with_model: WithModel) -> None:
    server = ProviderServer(provider)
    model = opened(provider, server.url)
    reply = with_model(model).ask(QUESTION)
    server.close()
    assert reply.status is Status.ANSWERED
    assert phrases.FROM_MODEL in reply.text
    assert all(c.quote in c.passage for c in reply.citations)
    assert server.paths == [{"ollama": "/api/chat", "anthropic": "/v1/messages"}[provider]]
    system, user = _asked_of(server.bodies[0])
    assert "underlag" in system
    assert "600" not in user
    assert model.tokens == 42


def test_ollama_far_schemat_och_taket_for_svaret() -> None:
    server = ProviderServer("ollama")
    model = opened("ollama", server.url)
    schema = {"type": "object", "properties": {}, "required": []}
    list(model.stream("s", '{"underlag": []}', schema))
    server.close()
    assert server.bodies[0]["format"] == schema
    assert server.bodies[0]["options"]["num_predict"] == Settings().llm_answer_tokens


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", [429, 500])
def test_leverantorens_fel_ger_kallornas_svar(provider: str, fault: int, with_model: WithModel) -> None:
    server = ProviderServer(provider, fault)
    reply = with_model(opened(provider, server.url)).ask(QUESTION)
    server.close()
    assert reply.status is Status.ANSWERED
    assert reply.text.endswith(phrases.WITHOUT_MODEL)
    assert len(server.paths) == 2

"""The configured chat model: the one seam to LangChain's providers, which fail in many ways and here in one."""

import importlib
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.exceptions import LangChainException
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable

from assistant.errors import ModelError, SettingsError
from assistant.models.budget import Ceiling, Guard, deadline, waited_enough
from assistant.settings import Settings

_ATTEMPTS = 2
_CHARACTERS_A_TOKEN = 3
"""Swedish text, about; used where a provider reports no tokens."""

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Provider:
    """A provider's extra, the class its faults come in, and how it is asked for JSON of a schema."""

    package: str
    faults: tuple[str, str]
    options: Callable[[Settings], Mapping[str, Any]]
    form: Callable[[Schema], Mapping[str, Any]]


def _as_openai(settings: Settings) -> Mapping[str, Any]:
    key = settings.llm_api_key.get_secret_value()
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    # A server of one's own asks for no key, but the client refuses to start without one.
    return (
        address
        | ({"api_key": key or "none"} if key or address else {})
        | {
            "timeout": settings.llm_timeout,
            "max_retries": 0,
            "max_tokens": settings.llm_answer_tokens,
        }
    )


def _as_ollama(settings: Settings) -> Mapping[str, Any]:
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    return address | {"client_kwargs": {"timeout": settings.llm_timeout}, "num_predict": settings.llm_answer_tokens}


def _as_anthropic(settings: Settings) -> Mapping[str, Any]:
    key = settings.llm_api_key.get_secret_value()
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    return (
        address
        | ({"api_key": key} if key else {})
        | {
            "timeout": settings.llm_timeout,
            "max_retries": 0,
            "max_tokens": settings.llm_answer_tokens,
        }
    )


_PROVIDERS: Mapping[str, _Provider] = {
    "openai": _Provider(
        package="langchain_openai",
        faults=("openai", "OpenAIError"),
        options=_as_openai,
        form=lambda schema: {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "svar", "strict": True, "schema": schema},
            }
        },
    ),
    "ollama": _Provider(
        package="langchain_ollama",
        faults=("ollama", "ResponseError"),
        options=_as_ollama,
        form=lambda schema: {"format": schema},
    ),
    "anthropic": _Provider(
        package="langchain_anthropic",
        faults=("anthropic", "AnthropicError"),
        options=_as_anthropic,
        form=lambda _schema: {},
    ),
}


@dataclass(slots=True)
class _Answering:
    """One answer on its way from the provider's thread to the reader's."""

    pieces: "Queue[str | None]" = field(default_factory=Queue)
    stop: Event = field(default_factory=Event)
    fault: str = "anslutningen bröts"
    whole: bool = False
    tokens: int = 0


class ChatModel:
    """
    A chat model that streams text or raises ModelError, within its time.

    *name*: as configured; goes into receipts.  *seconds*: from question to last word.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str,
        seconds: float,
        guard: Guard,
        form: Callable[[Schema], Mapping[str, Any]] = lambda _schema: {},
        faults: tuple[type[Exception], ...] = (),
    ) -> None:
        self.name = name
        self.tokens = 0
        self._model = model
        self._seconds = seconds
        self._guard = guard
        self._form = form
        self._faults: tuple[type[Exception], ...] = (*faults, httpx.HTTPError, LangChainException, OSError, ValueError)

    def stream(self, system: str, user: str, schema: Schema) -> Generator[str, None, None]:
        """
        Yield the model's answer piece by piece; closing the iterator stops the model.

        Tried once more where nothing had come yet.  Raises ModelError on any failure, time-out,
        open breaker or reached ceiling, and where the question's own time is over.
        """
        until = deadline(self._seconds)
        self._guard.admit()
        asked: Sequence[BaseMessage] = (SystemMessage(system), HumanMessage(user))
        for attempt in range(1, _ATTEMPTS + 1):
            answering, started = _Answering(), False
            for piece in self._received(answering, asked, schema, until):
                started = True
                yield piece
            if answering.whole:
                self._guard.succeeded()
                return
            if started or attempt == _ATTEMPTS or time.monotonic() >= until:
                self._guard.failed()
                waited_enough()
                raise ModelError(f"Språkmodellen svarade inte: {answering.fault}.")

    def _received(
        self, answering: _Answering, asked: Sequence[BaseMessage], schema: Schema, until: float
    ) -> Iterator[str]:
        model = self._model.bind(**self._form(schema))
        Thread(target=self._run, args=(answering, model, asked), daemon=True, name="språkmodell").start()
        written = 0
        try:
            while (piece := answering.pieces.get(timeout=max(0.0, until - time.monotonic()))) is not None:
                written += len(piece)
                yield piece
        except Empty:
            answering.fault = "tiden tog slut"
        finally:
            answering.stop.set()
            read = sum(len(str(message.content)) for message in asked)
            spent = answering.tokens or (read + written) // _CHARACTERS_A_TOKEN
            self.tokens += spent
            self._guard.spend(spent)

    def _run(self, answering: _Answering, model: Runnable[Any, Any], asked: Sequence[BaseMessage]) -> None:
        try:
            for chunk in model.stream(list(asked)):
                if answering.stop.is_set():
                    return
                usage = getattr(chunk, "usage_metadata", None)
                answering.tokens = usage["total_tokens"] if usage else answering.tokens
                if text := chunk.text:
                    answering.pieces.put(str(text))
            answering.whole = True
        except self._faults as error:
            answering.fault = type(error).__name__
        finally:
            answering.pieces.put(None)


def _fault_class(provider: _Provider) -> tuple[type[Exception], ...]:
    module, name = provider.faults
    found: type[Exception] = getattr(importlib.import_module(module), name)
    return (found,)


def load_model(settings: Settings) -> ChatModel:
    """
    Return the model that ASSISTANT_LLM names, "provider:model".

    Raises SettingsError where the provider is unknown or its package is not installed.
    """
    name, _, model = settings.llm.partition(":")
    provider = _PROVIDERS.get(name)
    if provider is None or not model:
        raise SettingsError(
            f"ASSISTANT_LLM är {settings.llm}. Skriv leverantör:modell, där leverantören är {', '.join(_PROVIDERS)}."
        )
    try:
        importlib.import_module(provider.package)
        chat = init_chat_model(model, model_provider=name, temperature=0, **provider.options(settings))
        faults = _fault_class(provider)
    except ImportError as error:
        raise SettingsError(
            f"Paketet för {name} saknas. Installera det med: .venv/bin/python -m pip install -e '.[{name}]'"
        ) from error
    except ValueError as error:
        raise SettingsError(f"Språkmodellen {settings.llm} kan inte öppnas: {error}") from error
    ceiling = Ceiling(tokens=settings.llm_daily_tokens, price=settings.llm_price, cost=settings.llm_daily_cost)
    return ChatModel(
        chat,
        name=settings.llm,
        seconds=settings.llm_timeout,
        guard=Guard(ceiling, time.monotonic),
        form=provider.form,
        faults=faults,
    )

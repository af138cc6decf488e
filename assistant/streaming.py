"""A reply that grows: each part is proven before it is shown, and the last one is the whole."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from queue import Queue
from threading import Event, Thread
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler

from assistant.chain import SENTENCE
from assistant.errors import ModelError
from assistant.replies.draft import Draft
from assistant.replies.reply import Reply
from assistant.replies.verify import verify

_MARK = re.compile(r"\[(\d+)\]")

Ask = Callable[[BaseCallbackHandler], Reply]
"""Answers the question, telling the handler of each sentence on the way."""


class _Sentences(BaseCallbackHandler):
    """Passes every proven draft on; once stopped, it stops the model too."""

    raise_error = True

    def __init__(self, told: "Queue[Reply | None]", stop: Event) -> None:
        self._told = told
        self._stop = stop

    def on_custom_event(self, name: str, data: Any, **kwargs: Any) -> None:  # noqa: ANN401  # LangChain's own signature
        """Hear of the answer so far; raises ModelError where nobody listens any longer."""
        del kwargs
        if self._stop.is_set():
            raise ModelError("Svaret avbröts.")
        if name == SENTENCE and isinstance(data, Draft):
            self._told.put(replace(verify(data)[0], trace={}))


def paragraphs(reply: Reply) -> Iterator[Reply]:
    """Yield *reply* paragraph by paragraph, each with the citations its text uses; the last one is *reply* itself."""
    parts = reply.text.split("\n\n")
    for n in range(1, len(parts)):
        text = "\n\n".join(parts[:n])
        used = {int(m) for m in _MARK.findall(text)}
        yield replace(
            reply, text=text, citations=tuple(c for c in reply.citations if c.n in used), follow_ups=(), tool=None
        )
    yield reply


def stream(ask: Ask) -> Iterator[Reply]:
    """
    Yield the reply as it grows; closing the iterator stops the model.

    A model's sentences come as they clear the check; without a model the verified paragraphs do.
    The last reply is the whole, and may word what came before it anew.
    """
    told: Queue[Reply | None] = Queue()
    stop = Event()
    final: list[Reply] = []

    def work() -> None:
        try:
            final.append(ask(_Sentences(told, stop)))
        finally:
            told.put(None)

    Thread(target=work, daemon=True, name="svar").start()
    partly = False
    try:
        while (reply := told.get()) is not None:
            partly = True
            yield reply
    finally:
        stop.set()
    for whole in final:
        yield from [whole] if partly else paragraphs(whole)

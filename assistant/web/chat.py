"""The chat: what its events do, and how it is laid out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.replies import phrases
from assistant.replies.reply import Reply, Status
from assistant.text.normalise import MAX_CHARACTERS, clean, has_words
from assistant.web.html import Exchange, exchange_html, hint_html, past_html, stages, welcome_html

EXAMPLES = (
    ("Vem får söka?", "Vi är en fotbollsklubb – får vi söka?"),
    ("Pengar", "Hur mycket kan vi få, och vad måste vi betala själva?"),
    ("Ansökan", "Vilka bilagor ska vi skicka med?"),
    ("Parter", "Kan ett AI-företag vara med i projektet?"),
    ("Bedömning", "Hur bedöms ansökan?"),
    ("Tider", "När är sista ansökningsdag?"),
)
WELCOME = welcome_html(EXAMPLES)
_PAUSE = 0.05
"""Seconds between sentences, so that the eye can follow; the whole answer is proven before the first is shown."""

Exchanges = tuple[Exchange, ...]
Ask = Callable[[Sequence[str]], Reply]
Asked = tuple[Any, Any, Any, Exchanges, str]
"""The box, the conversation so far, the last exchange, the state, the message at the box."""
Answered = tuple[Any, Exchanges]
"""The last exchange and the state."""
BUSY = "Vänta tills svaret är klart, och skicka sedan frågan. Den står kvar i rutan."


def objection(text: str) -> str:
    """Return why *text* cannot be asked, empty where it can; the box keeps the text then."""
    question = clean(text)
    if not has_words(question):
        return phrases.EMPTY
    return phrases.TOO_LONG if len(question) > MAX_CHARACTERS else ""


class ChatPanel:
    """What the chat's events do; one for the whole site, without state of its own."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def submitted(self, text: str, exchanges: Exchanges) -> Asked:
        """Return the page with the question in place and the box empty; with a message where it cannot be asked."""
        waiting = bool(exchanges) and exchanges[-1].reply is None
        if reason := BUSY if waiting else objection(text):
            return gr.skip(), gr.skip(), gr.skip(), exchanges, hint_html(reason)
        asked = Exchange(question=clean(text))
        return "", past_html(exchanges), exchange_html(asked), (*exchanges, asked), ""

    def clicked(self, text: str, exchanges: Exchanges) -> Asked:
        """Return as `submitted`, for a question that was clicked: what stands in the box stays."""
        return gr.skip(), *self.submitted(text, exchanges)[1:]

    def answered(self, exchanges: Exchanges) -> Iterator[Answered]:
        """Yield the conversation with the last answer growing sentence by sentence."""
        if not exchanges or exchanges[-1].reply is not None:
            yield gr.skip(), exchanges
            return
        reply = self._ask([e.question for e in exchanges])
        whole = replace(exchanges[-1], reply=reply)
        for part in stages(reply.text):
            yield exchange_html(whole, part), exchanges
            time.sleep(_PAUSE)
        yield exchange_html(whole), (*exchanges[:-1], whole)

    def failed(self, text: str, exchanges: Exchanges) -> Asked:
        """Return the page after a fault of ours: it is told in words, and the question is back in the box."""
        if not exchanges or exchanges[-1].reply is not None:
            return gr.skip(), gr.skip(), gr.skip(), exchanges, hint_html(phrases.ERROR)
        *earlier, last = exchanges
        told = replace(last, reply=Reply(status=Status.ERROR, text=phrases.ERROR))
        return text or last.question, gr.skip(), exchange_html(told), tuple(earlier), ""


def build_chat(panel: ChatPanel) -> None:
    """Lay out the chat in the open Blocks and join its events."""
    exchanges = gr.State(())
    with gr.Column(elem_id="samtal"):
        past = gr.HTML(WELCOME, padding=False)
        last = gr.HTML("", padding=False)
    with gr.Column(elem_id="skriv"):
        hint = gr.HTML("", elem_id="besked", padding=False)
        box = gr.Textbox(
            placeholder="Skriv din fråga här …", show_label=False, label="Din fråga", lines=1, max_lines=8,
            autofocus=True, submit_btn="Fråga", elem_id="fraga", container=False,
        )  # fmt: skip
        with gr.Row(elem_id="under"):
            gr.HTML('<p class="note">Enter skickar, Skift + Enter ger ny rad.</p>', padding=False)
            fresh = gr.Button("Ny konversation", elem_id="ny", size="sm", scale=0, min_width=140)
    clicked = gr.Textbox(visible="hidden", elem_id="forslag", label="Vald fråga")
    outputs = [box, past, last, exchanges, hint]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    for source, event, handle in ((box, box.submit, panel.submitted), (clicked, clicked.submit, panel.clicked)):
        told = event(handle, [source, exchanges], outputs, **quiet)
        answer = told.then(panel.answered, exchanges, [last, exchanges], concurrency_limit=4, **quiet)
        answer.failure(panel.failed, [box, exchanges], outputs, **quiet)
    fresh.click(lambda: ("", WELCOME, "", (), ""), None, outputs, **quiet)

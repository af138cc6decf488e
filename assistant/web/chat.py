"""The chat: what its events do, and how it is laid out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.replies import phrases
from assistant.replies.reply import Reply, Status
from assistant.text.normalise import MAX_CHARACTERS, clean, has_words
from assistant.web.html import Exchange, exchange_html, hint_html, past_html, stages, welcome_html
from assistant.web.project import Shared, untold
from assistant.web.tabs import QUIET, Places, Project

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
Grow = Callable[[Sequence[str]], Iterator[Reply]]
"""Turns to the reply as it grows, each part proven; the last one is the whole."""
Asked = tuple[Any, Any, Any, Exchanges, str]
"""The box, the conversation so far, the last exchange, the state, the message at the box."""
Answered = tuple[Any, ...]
"""The last exchange, the state, and everything that shows the project."""
BUSY = "Vänta tills svaret är klart, och skicka sedan frågan. Den står kvar i rutan."


def objection(text: str) -> str:
    """Return why *text* cannot be asked, empty where it can; the box keeps the text then."""
    question = clean(text)
    if not has_words(question):
        return phrases.EMPTY
    return phrases.TOO_LONG if len(question) > MAX_CHARACTERS else ""


def turns_of(exchanges: Exchanges) -> list[str]:
    """Return what the reader has said, in order: what was changed by hand goes before its question."""
    return [words for e in exchanges for words in (e.told, e.question) if words]


class ChatPanel:
    """What the chat's events do; one for the whole site, without state of its own."""

    def __init__(self, grow: Grow, project: Project) -> None:
        self._grow = grow
        self._project = project

    def submitted(self, text: str, exchanges: Exchanges, shared: Shared) -> Asked:
        """Return the page with the question in place and the box empty; with a message where it cannot be asked."""
        waiting = bool(exchanges) and exchanges[-1].reply is None
        if reason := BUSY if waiting else objection(text):
            return gr.skip(), gr.skip(), gr.skip(), exchanges, hint_html(reason)
        asked = Exchange(question=clean(text), told=untold(shared, self._project.parameters))
        return "", past_html(exchanges), exchange_html(asked), (*exchanges, asked), ""

    def clicked(self, text: str, exchanges: Exchanges, shared: Shared) -> Asked:
        """Return as `submitted`, for a question that was clicked: what stands in the box stays."""
        return gr.skip(), *self.submitted(text, exchanges, shared)[1:]

    def answered(self, exchanges: Exchanges, shared: Shared) -> Iterator[Answered]:
        """Yield the conversation with the last answer growing sentence by sentence, then the project as now known."""
        unchanged = self._project.unchanged(shared)
        if not exchanges or exchanges[-1].reply is not None:
            yield gr.skip(), exchanges, *unchanged
            return
        shown, reply = "", None
        for reply in self._grow(turns_of(exchanges)):
            for part in stages(reply.text):
                if len(part) > len(shown):
                    shown = part
                    yield exchange_html(replace(exchanges[-1], reply=reply), part), exchanges, *unchanged
                    time.sleep(_PAUSE)
        if reply is None:
            raise RuntimeError(phrases.ERROR)
        whole = replace(exchanges[-1], reply=reply)
        yield exchange_html(whole), (*exchanges[:-1], whole), *self._project.heard(shared, reply.tool)

    def failed(self, text: str, exchanges: Exchanges) -> Asked:
        """Return the page after a fault of ours: it is told in words, and the question is back in the box."""
        if not exchanges or exchanges[-1].reply is not None:
            return gr.skip(), gr.skip(), gr.skip(), exchanges, hint_html(phrases.ERROR)
        *earlier, last = exchanges
        told = replace(last, reply=Reply(status=Status.ERROR, text=phrases.ERROR))
        return text or last.question, gr.skip(), exchange_html(told), tuple(earlier), ""


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat's components, made as the page is laid out."""

    box: gr.Textbox
    clicked: gr.Textbox
    past: gr.HTML
    last: gr.HTML
    exchanges: gr.State
    hint: gr.HTML
    fresh: gr.Button


def build_chat() -> Chat:
    """Lay out the chat."""
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
    return Chat(box, clicked, past, last, exchanges, hint, fresh)


def join_chat(chat: Chat, panel: ChatPanel, project: Project, places: Places) -> None:
    """Join the chat's events, which also change the project."""
    outputs = [chat.box, chat.past, chat.last, chat.exchanges, chat.hint]
    answers = [chat.last, chat.exchanges, *places.outputs()]
    ways = ((chat.box, panel.submitted), (chat.clicked, panel.clicked))
    for source, handle in ways:
        told = source.submit(handle, [source, chat.exchanges, places.shared], outputs, **QUIET)
        told.failure(panel.failed, [chat.box, chat.exchanges], outputs, **QUIET)
        answer = told.then(panel.answered, [chat.exchanges, places.shared], answers, concurrency_limit=4, **QUIET)
        answer.failure(panel.failed, [chat.box, chat.exchanges], outputs, **QUIET)

    def empty() -> tuple[Any, ...]:
        return "", WELCOME, "", (), "", *project.view(Shared())

    chat.fresh.click(empty, None, [*outputs, *places.outputs()], **QUIET)

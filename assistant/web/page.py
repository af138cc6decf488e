"""The applicants' page: the chat and the sources, in Gradio."""

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from assistant.assembly import Assistant
from assistant.feedback import Feedback
from assistant.replies.reply import Reply
from assistant.text.normalise import clean
from assistant.web.html import document_html, passage_html, reply_html

EXAMPLES = (
    "Vi är en fotbollsklubb – får vi söka?",
    "Hur mycket kan vi få, och vad måste vi betala själva?",
    "Vilka bilagor ska vi skicka med?",
    "Kan ett AI-företag vara med i projektet?",
    "Hur bedöms ansökan?",
    "När är sista ansökningsdag?",
)
MASTHEAD = """<header class="masthead"><h1>Utlysningsassistenten</h1>
<p>Starta er AI-resa – svar med citat ur källorna</p></header>"""
NOTICE = """<div class="notice" role="note">Här svarar en AI-assistent. Varje mening har ett citat ur utlysningstexten eller
Vinnovas villkor; det som källorna inte säger säger inte heller assistenten. Utlysningen gällde våren {year}.
<strong>Vinnova beslutar</strong> – fråga Vinnova innan ni fattar beslut om pengar.</div>"""
FEEDBACK = ("Like", "Fel i sak", "Svarar inte på frågan", "Svårt att förstå", "Saknar källa")
_PAUSE = 0.04
_SEARCHED = 8

Message = dict[str, Any]


def _shown(reply: Reply) -> Iterator[str]:
    """Yield the reply's text growing by whole, already verified paragraphs."""
    blocks = reply.text.split("\n\n")
    yield from ("\n\n".join(blocks[:n]) for n in range(1, len(blocks)))


class ChatPanel:
    """What the chat's events do; one for the whole page, without state of its own."""

    def __init__(self, assistant: Assistant, feedback: Feedback) -> None:
        self._assistant = assistant
        self._feedback = feedback

    def submit(self, text: str, messages: list[Message], turns: list[str]) -> tuple[str, list[Message], list[str]]:
        """Return an emptied box, the messages with the question added, and the turns with it."""
        question = clean(text)[:12_000]
        if not question:
            gr.Info("Skriv en fråga först.")
            return "", messages, turns
        return "", [*messages, {"role": "user", "content": question}], [*turns, text]

    def answer(self, messages: list[Message], turns: list[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the messages with the answer growing, then the three follow-up buttons."""
        if not messages or messages[-1]["role"] != "user":
            yield messages, gr.skip(), gr.skip(), gr.skip()
            return
        reply = self._assistant.ask(turns)
        for part in _shown(reply):
            yield [*messages, {"role": "assistant", "content": part}], gr.skip(), gr.skip(), gr.skip()
            time.sleep(_PAUSE)
        ups = [*reply.follow_ups, "", "", ""][:3]
        yield (
            [*messages, {"role": "assistant", "content": reply_html(reply)}],
            *(gr.update(value=up, visible=bool(up)) for up in ups),
        )

    def like(self, turns: list[str], event: gr.LikeData) -> None:
        """Keep a thumb with its reason."""
        kept = self._feedback.keep(
            question=turns[-1] if turns else "", verdict=str(event.liked), answer=str(event.value)
        )
        gr.Info("Tack! Din synpunkt är sparad." if kept else "Synpunkten kunde inte sparas just nu.")


def _chat(assistant: Assistant, feedback: Feedback) -> None:
    panel = ChatPanel(assistant, feedback)
    turns = gr.State([])
    chat = gr.Chatbot(
        elem_id="chat",
        height="58dvh",
        show_label=False,
        label="Samtal",
        sanitize_html=False,
        buttons=["copy", "copy_all"],
        feedback_options=FEEDBACK,
        layout="panel",
        placeholder="**Fråga om utlysningen med egna ord.**\n\nDu får ett kort svar med citat, eller besked om att källorna inte säger det.",
        examples=[{"text": example} for example in EXAMPLES],
    )
    with gr.Row():
        ups = [gr.Button("", visible=False, size="sm", elem_classes="follow-up") for _ in range(3)]
    with gr.Row(equal_height=True):
        box = gr.Textbox(
            placeholder="Skriv din fråga här …",
            show_label=False,
            label="Din fråga",
            lines=1,
            max_lines=8,
            scale=8,
            autofocus=True,
            submit_btn="Fråga",
            elem_id="fraga",
        )
        fresh = gr.Button("Ny konversation", scale=1, min_width=150, variant="secondary")
    outputs = [chat, *ups]

    def asked(event: Dependency) -> None:
        event.then(panel.answer, [chat, turns], outputs, api_visibility="private")

    asked(box.submit(panel.submit, [box, chat, turns], [box, chat, turns], api_visibility="private"))
    for up in ups:
        asked(up.click(panel.submit, [up, chat, turns], [box, chat, turns], api_visibility="private"))

    def chosen(messages: list[Message], past: list[str], event: gr.SelectData) -> tuple[str, list[Message], list[str]]:
        return panel.submit(str(event.value["text"]), messages, past)

    asked(chat.example_select(chosen, [chat, turns], [box, chat, turns], api_visibility="private"))
    chat.like(panel.like, [turns], None, api_visibility="private")
    empty = (lambda: ([], [], *(gr.update(visible=False) for _ in ups)), None, [chat, turns, *ups])
    fresh.click(*empty, api_visibility="private")
    chat.clear(*empty, api_visibility="private")


def _sources(assistant: Assistant) -> None:
    corpus = assistant.corpus

    def found(words: str) -> str:
        words = clean(words)[:500]
        if not words:
            return ""
        hits = assistant.searcher.search([words], _SEARCHED).hits
        rows = (f'<p class="note">{hit.passage.document}</p>{passage_html(hit.passage)}' for hit in hits)
        return f'<div class="document">{"".join(rows)}</div>'

    box = gr.Textbox(
        label="Sök i källorna", placeholder="till exempel egeninsats, sekretess, jämställdhet", max_lines=1
    )
    result = gr.HTML()
    gr.on([box.submit, box.change], found, box, result, api_name="sok", show_progress="hidden")
    for document in corpus.documents:
        with gr.Accordion(document.title, open=False):
            gr.HTML(document_html(document))


def build_page(assistant: Assistant, feedback: Feedback) -> gr.Blocks:
    """Return the page, ready to be mounted."""
    period = assistant.corpus.documents[0].period
    page: gr.Blocks
    with gr.Blocks(title="Utlysningsassistenten", analytics_enabled=False) as page:
        gr.HTML(MASTHEAD)
        gr.HTML(NOTICE.replace("våren {year}", period))
        with gr.Tab("Fråga"):
            _chat(assistant, feedback)
        with gr.Tab("Källor"):
            _sources(assistant)
    return page

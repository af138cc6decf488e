"""Replies and the conversation as HTML; everything that comes from outside is escaped here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as url_quote

from assistant.replies.reply import Citation, Reply, Status

_MARK = re.compile(r"\[(\d+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SPACED_MARKS = re.compile(r"\s+(?=<a class=\"cite\")")
_STAGE = re.compile(r"(?<=\])[ ]+(?!\[)|\n+")

BADGES = {
    Status.ANSWERED: ("Belagt i källorna", "ok"),
    Status.CLARIFY: ("Jag behöver veta mer", "ask"),
    Status.NOT_IN_SOURCES: ("Framgår inte av källorna", "silent"),
    Status.UNCLEAR_IN_SOURCES: ("Oklart i källorna", "ask"),
    Status.OUT_OF_SCOPE: ("Utanför utlysningen", "silent"),
    Status.REFUSED: ("Det kan jag inte hjälpa till med", "silent"),
    Status.ERROR: ("Något gick fel", "error"),
}
NEXT = {
    "eligibility": ("Hur mycket kan vi få?", "Vilka bilagor ska vi skicka med?", "Hur bedöms ansökan?"),
    "budget": ("Får vi söka?", "Vad räknas som egen insats?", "Vilka kostnader är stödberättigande?"),
}
"""What to ask next after an answer of a function, by its name."""
_THUMB = (
    '<svg class="{way}" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 10.5h4V21H3zM7 11l4.5-8c1.6.1 2.6 1.3 2.3 3L13 9.5h6c1.3 '
    '0 2.2 1.2 1.9 2.5l-1.7 7.4c-.2 1-1 1.6-2 1.6H7z"/></svg>'
)
REASONS = ("Fel i sak", "Svarar inte på frågan", "Svårt att förstå", "Fel eller saknad källa", "Annat")
"""Why a reader was not helped; the page offers them and the server takes no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question and, once it is there, its reply."""

    question: str
    reply: Reply | None = None
    told: str = ""
    """What was changed in the project by hand since the question before, in words; the chat hears it first."""


def source_address(citation: Citation) -> str:
    """Return the address that opens the source at the cited section with the quote highlighted."""
    document, _, anchor = citation.anchor.partition("#")
    return f"/kalla/{url_quote(document)}?citat={url_quote(citation.quote[:300])}&stycke={url_quote(anchor)}#{url_quote(anchor)}"


def _cite_link(citation: Citation) -> str:
    label = escape(f"Källa {citation.n}: {citation.document}, {citation.section}")
    mark = f"<span>[</span>{citation.n}<span>]</span>"
    return f'<a class="cite" href="{escape(source_address(citation))}" aria-label="{label}" title="{label}" target="_blank">{mark}</a>'


def inline(text: str, citations: Mapping[int, Citation]) -> str:
    """Return one line of reply text as HTML: bold, and each known mark as a link to its source."""

    def mark(match: re.Match[str]) -> str:
        number = int(match[1])
        return _cite_link(citations[number]) if number in citations else match[0]

    return _SPACED_MARKS.sub("", _MARK.sub(mark, _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False))))


def _blocks(text: str) -> Iterable[tuple[str, list[str]]]:
    for block in text.split("\n\n"):
        lines = block.split("\n")
        plain = [line for line in lines if not line.startswith("- ")]
        if plain:
            yield "p", [" ".join(plain)]
        if bullets := [line[2:] for line in lines if line.startswith("- ")]:
            yield "ul", bullets


def text_html(text: str, citations: Sequence[Citation]) -> str:
    """Return reply text, paragraphs and lists, as HTML."""
    by_number = {c.n: c for c in citations}
    parts = []
    for kind, lines in _blocks(text):
        inner = [inline(line, by_number) for line in lines]
        parts.append(
            f"<p>{inner[0]}</p>" if kind == "p" else "<ul>" + "".join(f"<li>{i}</li>" for i in inner) + "</ul>"
        )
    return "".join(parts)


def stages(text: str) -> Iterator[str]:
    """
    Yield *text* growing sentence by sentence, the whole text last.

    >>> list(stages("Ett. [1] Två. [2][3]"))
    ['Ett. [1]', 'Ett. [1] Två. [2][3]']
    """
    yield from (text[: match.start()] for match in _STAGE.finditer(text))
    yield text


def _source_item(citation: Citation) -> str:
    note = f'<span class="note">{escape(citation.note)}</span>' if citation.note else ""
    return (
        f'<li value="{citation.n}"><a class="cite-row" href="{escape(source_address(citation))}" target="_blank">'
        f"{escape(citation.document)}, {escape(citation.section)}</a>{note}"
        f"<blockquote>{escape(citation.quote)}</blockquote></li>"
    )


def _sources(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    rows = "".join(_source_item(c) for c in citations)
    return f'<details class="sources"><summary>{len(citations)} citat ur källorna</summary><ol>{rows}</ol></details>'


def _person(question: str) -> str:
    """Return the way to a person; the question follows after #, where no server logs it."""
    address = f"/fraga-handlaggare#{url_quote(question[:1500])}"
    return f'<a class="person" href="{escape(address)}" target="_blank">Skicka till handläggare</a>' if question else ""


def _actions(receipt: str, question: str) -> str:
    reasons = "".join(f'<button type="button" data-reason="{r}">{r}</button>' for r in REASONS)
    return (
        f'<div class="actions" data-receipt="{escape(receipt)}">'
        '<button type="button" class="quiet" data-copy>Kopiera svaret</button>'
        f"{_person(question)}"
        '<span class="verdict"><span>Hjälpte svaret?</span>'
        f'<button type="button" class="quiet" data-verdict="ja" aria-label="Ja, svaret hjälpte">{_THUMB.format(way="up")}Ja</button>'
        '<button type="button" class="quiet" data-verdict="nej" aria-expanded="false" '
        f'aria-label="Nej, svaret hjälpte inte">{_THUMB.format(way="down")}Nej</button></span>'
        f'<span class="receipt" title="Kvittot visar vad svaret byggde på">Kvitto {escape(receipt)}</span>'
        f'<div class="reasons" role="group" aria-label="Vad var fel?" hidden><span>Vad var fel?</span>{reasons}</div>'
        '<p class="thanks" role="status"></p></div>'
    )


def _next(reply: Reply) -> Sequence[str]:
    if reply.follow_ups or reply.tool is None or reply.status is Status.CLARIFY:
        return reply.follow_ups
    return NEXT.get(reply.tool.name, ())


def _asks(questions: Sequence[str]) -> str:
    rows = "".join(f'<button type="button" data-ask="{escape(q)}">{escape(q)}</button>' for q in questions)
    return f'<div class="asks" role="group" aria-label="Förslag på nästa fråga">{rows}</div>' if rows else ""


def reply_html(reply: Reply, shown: str | None = None, *, question: str = "") -> str:
    """
    Return a reply as the chat shows it.

    *shown*: the part of the text that has arrived, None: all of it.  *question*: what may be sent on to a person.
    """
    label, kind = BADGES[reply.status]
    head = f'<span class="badge {kind}">{label}</span>'
    if shown is not None:
        return f'<div class="reply">{head}<div class="reply-text">{text_html(shown, reply.citations)}</div></div>'
    return (
        f'<div class="reply" data-whole>{head}<div class="reply-text">{text_html(reply.text, reply.citations)}</div>'
        f"{_sources(reply.citations)}{_actions(reply.receipt, question) if reply.receipt else ''}</div>"
    )


def exchange_html(exchange: Exchange, shown: str | None = None, *, last: bool = True) -> str:
    """
    Return a question with its reply, or with a sign of waiting.

    *shown*: what has arrived of the reply, None: all of it.  *last*: whether follow-ups are offered below.
    """
    told = f'<p class="told">Ur Ert projekt: {escape(exchange.told)}</p>' if exchange.told else ""
    question = f'{told}<div class="question"><span class="sr">Din fråga: </span>{escape(exchange.question)}</div>'
    if exchange.reply is None:
        waiting = '<div class="waiting"><i></i><i></i><i></i><span class="sr">Söker i källorna</span></div>'
        return f'<div class="exchange">{question}{waiting}</div>'
    asks = _asks(_next(exchange.reply)) if last and shown is None else ""
    return (
        f'<div class="exchange">{question}{reply_html(exchange.reply, shown, question=exchange.question)}{asks}</div>'
    )


def past_html(exchanges: Sequence[Exchange]) -> str:
    """Return the exchanges before the last one."""
    return "".join(exchange_html(e, last=False) for e in exchanges)


def welcome_html(examples: Sequence[tuple[str, str]]) -> str:
    """Return the empty conversation: what one can ask, with a subject over each example."""
    cards = "".join(
        f'<button type="button" data-ask="{escape(question)}"><small>{escape(subject)}</small>{escape(question)}</button>'
        for subject, question in examples
    )
    return (
        '<div class="welcome"><h2>Fråga om utlysningen.<br>Få svar med <mark>bevis</mark>.</h2>'
        "<p>Varje mening i svaret har ett citat ur källorna. Står det inte där får du veta det.</p>"
        f'<div class="examples" role="group" aria-label="Exempel på frågor">{cards}</div></div>'
    )


def hint_html(text: str) -> str:
    """Return a message beside a field; empty where there is none."""
    return f'<p class="hint" role="alert">{escape(text)}</p>' if text else ""

"""Replies and sources as HTML; everything that comes from outside is escaped here."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote as url_quote

from assistant.replies.reply import Citation, Reply, Status
from assistant.sources.documents import Document, Passage
from assistant.sources.quotes import locate

_MARK = re.compile(r"\[(\d+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SPACED_MARKS = re.compile(r"\s+(?=<a class=\"cite\")")

BADGES = {
    Status.ANSWERED: ("Belagt i källorna", "ok"),
    Status.CLARIFY: ("Jag behöver veta mer", "ask"),
    Status.NOT_IN_SOURCES: ("Framgår inte av källorna", "silent"),
    Status.UNCLEAR_IN_SOURCES: ("Oklart i källorna", "ask"),
    Status.OUT_OF_SCOPE: ("Utanför utlysningen", "silent"),
    Status.REFUSED: ("Det kan jag inte hjälpa till med", "silent"),
    Status.ERROR: ("Något gick fel", "error"),
}


def source_address(citation: Citation) -> str:
    """Return the address that opens the source at the cited section with the quote highlighted."""
    document, _, anchor = citation.anchor.partition("#")
    return f"/kalla/{url_quote(document)}?citat={url_quote(citation.quote[:300])}&stycke={url_quote(anchor)}#{url_quote(anchor)}"


def _cite_link(citation: Citation) -> str:
    label = escape(f"Källa {citation.n}: {citation.document}, {citation.section}")
    return f'<a class="cite" href="{escape(source_address(citation))}" title="{label}" target="_blank">{citation.n}</a>'


def _inline(text: str, citations: dict[int, Citation]) -> str:
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


def _body(reply: Reply) -> str:
    citations = {c.n: c for c in reply.citations}
    parts = []
    for kind, lines in _blocks(reply.text):
        inner = [_inline(line, citations) for line in lines]
        parts.append(
            f"<p>{inner[0]}</p>" if kind == "p" else "<ul>" + "".join(f"<li>{i}</li>" for i in inner) + "</ul>"
        )
    return "".join(parts)


def _source_item(citation: Citation) -> str:
    note = f'<span class="note">{escape(citation.note)}</span>' if citation.note else ""
    return (
        f'<li value="{citation.n}"><a class="cite-row" href="{escape(source_address(citation))}" target="_blank">'
        f"{escape(citation.document)}, {escape(citation.section)}</a>{note}"
        f"<blockquote>{escape(citation.quote)}</blockquote></li>"
    )


def reply_html(reply: Reply) -> str:
    """Return a reply as the chat shows it: badge, text with numbered marks, sources to unfold, receipt."""
    label, kind = BADGES[reply.status]
    count = len(reply.citations)
    sources = (
        f'<details class="sources"><summary>{count} citat ur källorna</summary>'
        f"<ol>{''.join(_source_item(c) for c in reply.citations)}</ol></details>"
        if count
        else ""
    )
    receipt = f'<span class="receipt" title="Kvitto: visar vad svaret byggde på">Kvitto {reply.receipt}</span>'
    return (
        f'<div class="reply"><span class="badge {kind}">{label}</span>{_body(reply)}{sources}'
        f"{receipt if reply.receipt else ''}</div>"
    )


def _highlighted(text: str, quote: str) -> str:
    exact = locate(quote, text) if quote else None
    if exact is None:
        return escape(text)
    before, _, after = text.partition(exact)
    return f"{escape(before)}<mark>{escape(exact)}</mark>{escape(after)}"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


def passage_html(passage: Passage, quote: str = "") -> str:
    """Return a passage with *quote* marked, under its heading and with its year and certainty."""
    text = _highlighted(passage.text, quote)
    lines = text.split("\n")
    rows = [line for line in lines if line.startswith(("|", "<mark>|"))]
    rest = [line for line in lines if line not in rows]
    bullets = [line.replace("• ", "", 1) for line in rest if "• " in line[:8]]
    plain = "".join(f"<p>{line}</p>" for line in rest if "• " not in line[:8])
    listed = "<ul>" + "".join(f"<li>{b}</li>" for b in bullets) + "</ul>" if bullets else ""
    note = f'<p class="note">{escape(passage.note)}</p>' if passage.note else ""
    anchor = escape(passage.id.partition("#")[2])
    return (
        f'<section id="{anchor}"><h3>{escape(passage.section)}</h3>{plain}{listed}'
        f"{_table(rows) if rows else ''}{note}</section>"
    )


def document_html(document: Document, quote: str = "", anchor: str = "") -> str:
    """Return the whole document; only the passage at *anchor* has the quote marked."""
    sections = "".join(
        passage_html(p, quote if not anchor or p.id.endswith(f"#{anchor}") else "") for p in document.passages
    )
    return (
        f'<article class="document"><h2>{escape(document.title)}</h2>'
        f'<p class="note">{escape(document.publisher)}. {escape(document.kind.capitalize())}. '
        f'<a href="{escape(document.url)}" rel="noreferrer" target="_blank">Hos Vinnova</a></p>{sections}</article>'
    )

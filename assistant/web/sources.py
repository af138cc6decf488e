"""The sources as pages: whole documents, passages with a quote marked, and search among them."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote as url_quote

from assistant.search.retriever import Searcher
from assistant.sources.documents import Document, Passage
from assistant.sources.quotes import locate
from assistant.text.normalise import clean, has_words

_SEARCHED = 8
_MAX_WORDS = 500
_WORD = re.compile(r"\w{3,}")


def _quote_marked(text: str, quote: str) -> str:
    exact = locate(quote, text) if quote else None
    if exact is None:
        return escape(text)
    before, _, after = text.partition(exact)
    marked = "\n".join(f"<mark>{escape(line)}</mark>" if line else "" for line in exact.split("\n"))
    return f"{escape(before)}{marked}{escape(after)}"


def _words_marked(text: str, words: str) -> str:
    stems = {re.escape(w[: max(4, len(w) - 3)]) for w in _WORD.findall(words)}
    if not stems:
        return escape(text)
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(stems))})\w*", re.IGNORECASE)
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts.append(f"{escape(text[at : match.start()])}<mark>{escape(match[0])}</mark>")
        at = match.end()
    return "".join(parts) + escape(text[at:])


def _table(lines: Sequence[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'


def _lines_html(text: str) -> str:
    lines = text.split("\n")
    rows = [line for line in lines if line.startswith(("|", "<mark>|"))]
    rest = [line for line in lines if line not in rows]
    bullets = [line.replace("• ", "", 1) for line in rest if "• " in line[:8]]
    plain = "".join(f"<p>{line}</p>" for line in rest if line and "• " not in line[:8])
    listed = "<ul>" + "".join(f"<li>{b}</li>" for b in bullets) + "</ul>" if bullets else ""
    return f"{plain}{listed}{_table(rows) if rows else ''}"


def _note(passage: Passage) -> str:
    return f'<p class="note">{escape(passage.note)}</p>' if passage.note else ""


def passage_html(passage: Passage, quote: str = "", *, anchored: bool = True) -> str:
    """
    Return a passage with *quote* marked, under its heading and with its year and certainty.

    *anchored*: whether its anchor is an id of the page; only one copy on a page may have it.
    """
    body = _lines_html(_quote_marked(passage.text, quote))
    anchor = f' id="{escape(passage.id.partition("#")[2])}"' if anchored else ""
    return f"<section{anchor}><h3>{escape(passage.section)}</h3>{body}{_note(passage)}</section>"


def _chapters(passages: Iterable[Passage], quote: str, anchor: str, *, anchored: bool) -> str:
    parts, chapter = [], ""
    for passage in passages:
        if len(passage.headings) > 1 and passage.headings[0] != chapter:
            chapter = passage.headings[0]
            parts.append(f'<h2 class="chapter">{escape(chapter)}</h2>')
        marked = not anchor or passage.id.endswith(f"#{anchor}")
        parts.append(passage_html(passage, quote if marked else "", anchored=anchored))
    return "".join(parts)


def document_html(document: Document, quote: str = "", anchor: str = "", *, anchored: bool = True) -> str:
    """Return the whole document; only the passage at *anchor* has the quote marked."""
    return (
        f'<article class="document" aria-label="{escape(document.title)}"><header><h1>{escape(document.title)}</h1>'
        f'<p class="note">{escape(document.publisher)} · {escape(document.kind)} · '
        f'<a href="{escape(document.url)}" rel="noreferrer" target="_blank">Läs hos {escape(document.publisher)}</a></p>'
        f"</header>{_chapters(document.passages, quote, anchor, anchored=anchored)}</article>"
    )


def shelf_html(documents: Sequence[Document]) -> str:
    """Return all sources, each to be unfolded and read."""
    rows = (
        f'<details class="volume"><summary><b>{escape(d.title)}</b><small>{escape(d.publisher)} · {escape(d.kind)} · '
        f"{len(d.passages)} avsnitt</small></summary>{document_html(d, anchored=False)}</details>"
        for d in documents
    )
    return f'<div class="shelf">{"".join(rows)}</div>'


def _hit(passage: Passage, words: str) -> str:
    anchor = url_quote(passage.id.partition("#")[2])
    address = f"/kalla/{url_quote(passage.document_id)}?stycke={anchor}#{anchor}"
    return (
        f'<li class="document"><h3><a class="cite-row" href="{escape(address)}" target="_blank">{escape(passage.section)}</a></h3>'
        f'<p class="note">{escape(passage.document)}</p>{_lines_html(_words_marked(passage.text, words))}{_note(passage)}</li>'
    )


def found_html(searcher: Searcher, words: str) -> str:
    """Return the passages that answer *words* best; empty where nothing is searched for."""
    words = clean(words)[:_MAX_WORDS]
    if not has_words(words):
        return ""
    hits = searcher.search([words], _SEARCHED).hits
    rows = "".join(_hit(hit.passage, words) for hit in hits)
    return f'<p class="note" role="status">De {len(hits)} avsnitt som ligger närmast din sökning, bäst först.</p><ol class="hits">{rows}</ol>'

"""Documents as offices keep them, made into the Markdown of corpus/documents: the one seam to the PDF reader."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assistant.desk.guards import check_packed, check_size, decoded
from assistant.desk.html import page_markdown
from assistant.errors import ImportRefusedError
from assistant.text.normalise import fold, has_words

LONGEST_PASSAGE = 1200
"""Characters; a longer section is cut at its paragraphs, since a passage is what is quoted and opened."""
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*(?:\{#([\w-]+)\})?$", re.MULTILINE)
_RESTATED = re.compile(r'\{[^{}]*="[^{}]*\}$')
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of a document besides its text."""

    id: str
    title: str
    publisher: str
    kind: str
    url: str
    period: str = ""


def _pdf(name: str, data: bytes) -> str:
    try:
        pages = [page.extract_text() or "" for page in PdfReader(io.BytesIO(data)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise ImportRefusedError(f"{name} kan inte läsas som PDF: filen är skadad eller låst med lösenord.") from error
    return "\n\n".join(re.sub(r"(?<=\w)-\n(?=[a-zåäö])", "", page) for page in pages)


def _block(paragraph: Paragraph) -> str:
    style, text = (paragraph.style.name or "") if paragraph.style else "", paragraph.text.strip()
    if not text:
        return ""
    level = re.fullmatch(r"Heading (\d)", style)
    if style == "Title" or level:
        return f"{'#' * (int(level[1]) if level else 1)} {text}"
    return f"- {text}" if style.startswith("List") else text


def _docx(name: str, data: bytes) -> str:
    check_packed(name, data)
    try:
        blocks = [_block(p) for p in docx.Document(io.BytesIO(data)).paragraphs]
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ImportRefusedError(f"{name} kan inte läsas som DOCX. Spara om den och försök igen.") from error
    return "\n\n".join(b for b in blocks if b).replace("\n\n- ", "\n- ")


def to_markdown(name: str, data: bytes) -> str:
    """Return the text of a PDF, DOCX, HTML or Markdown file as Markdown; raises ImportRefusedError where it is none."""
    check_size(name, len(data))
    match PurePath(name).suffix.lower():
        case ".pdf":
            text = _pdf(name, data)
        case ".docx":
            text = _docx(name, data)
        case ".html" | ".htm":
            text = page_markdown(decoded(name, data))
        case ".md" | ".txt":
            text = _FRONT.sub("", decoded(name, data).replace("\r\n", "\n"))
        case _:
            raise ImportRefusedError(
                f"{name} är av ett slag som inte går att läsa. Använd PDF, DOCX, HTML eller Markdown."
            )
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    if not has_words(text):
        raise ImportRefusedError(f"{name} har ingen text. Är det en inskannad bild behöver den tolkas först.")
    return text.strip()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "avsnitt"


def _cut(body: str) -> Iterator[str]:
    """Yield *body* in pieces of whole paragraphs, none much longer than a passage should be."""
    piece: list[str] = []
    for paragraph in re.split(r"\n\s*\n", body):
        if piece and sum(map(len, piece)) + len(paragraph) > LONGEST_PASSAGE:
            yield "\n\n".join(piece)
            piece = []
        piece.append(paragraph)
    yield "\n\n".join(piece)


def _sections(text: str, title: str) -> Iterator[tuple[str, str, str, str]]:
    heads = list(_HEADING.finditer(text))
    first = text[: heads[0].start()] if heads else text
    if first.strip():
        yield "#", title, "", first.strip()
    for head, end in zip(heads, [*(h.start() for h in heads), len(text)][1:], strict=True):
        yield head[1], head[2], head[3] or "", text[head.end() : end].strip()


def _free(wanted: str, taken: Set[str]) -> str:
    return next(a for n in count(1) if (a := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def corpus_markdown(about: About, text: str, anchors: Mapping[str, str]) -> str:
    """
    Return *text* as a document of corpus/documents: front matter, and every section with a stable anchor.

    *anchors*: those of the version in force by heading, kept so that links and quotes find their passage.
    """
    fields = (
        (k, " ".join(str(getattr(about, k)).split())) for k in ("id", "title", "publisher", "kind", "period", "url")
    )
    blocks = ["---", *(f"{k}: {v}" for k, v in fields if v), "---", ""]
    taken: set[str] = set()
    sections = list(_sections(text, about.title))
    kept = {given or anchors.get(heading) for _, heading, given, _ in sections}
    for marks, heading, given, body in sections:
        if _RESTATED.search(heading):  # a restated fact names its sources there, and its id is its heading
            blocks += [f"{marks} {heading}", "", body, ""]
            continue
        if not body and not given:  # a heading over other sections holds no passage, and needs no anchor
            blocks += [f"{marks} {heading}", ""]
            continue
        for piece in _cut(body):
            known = given or anchors.get(heading)
            wanted = known or _slug(heading)
            others = (
                taken if known else taken | kept
            )  # a heading of its own never takes the anchor that another has kept
            anchor = next(
                a for n in range(1, len(text) + 2) if (a := wanted if n == 1 else f"{wanted}-{n}") not in others
            )
            taken.add(anchor)
            blocks += [f"{marks} {heading} {{#{anchor}}}", "", *([piece, ""] if piece else [])]
    return "\n".join(blocks)

"""Documents of corpus/documents: Markdown with front matter, cut into passages at its anchors."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*(?:\{(.*)\})?$")
_ATTRIBUTE = re.compile(r'([\wåäö]+)="([^"]*)"')
_RULE = re.compile(r"\|[\s:|-]+\|$")
REQUIRED = ("id", "title", "publisher", "kind", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """
    A clause with the line that governs it: small enough to cite, big enough to understand.

    *id* is `document#anchor` and stays when the text around it changes.
    """

    id: str
    document_id: str
    document: str
    section: str
    headings: tuple[str, ...]
    text: str
    url: str
    restated: bool
    year: str = ""
    certainty: str = ""
    sources: tuple[str, ...] = ()

    @property
    def context(self) -> str:
        """Return the passage with its headings, the form that is searched."""
        return " – ".join((*self.headings, self.text))

    @property
    def note(self) -> str:
        """Return what a reader must know of where a restated fact comes from; empty for the call text."""
        if not self.restated:
            return ""
        year = f"uppgift från {self.year}" if self.year else "uppgift från ungefär samma tid som utlysningen"
        return f"återgivet, {year}; {self.certainty}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source, whole."""

    id: str
    title: str
    publisher: str
    kind: str
    url: str
    period: str
    markdown: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    headings: tuple[str, ...]
    attributes: str
    lines: tuple[str, ...]


def _front_matter(path: Path, text: str) -> tuple[dict[str, str], str]:
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise SourceError(f"{path.name}: inledningen mellan två rader med --- saknas eller är trasig.")
    pairs = (line.partition(":") for line in parts[1].splitlines() if line.strip())
    fields = {key.strip(): value.strip().strip('"') for key, _, value in pairs}
    if missing := [name for name in REQUIRED if not fields.get(name)]:
        raise SourceError(f"{path.name}: fältet {missing[0]} saknas i inledningen.")
    return fields, parts[2]


def _sections(body: str) -> Iterator[_Section]:
    headings: list[str] = []
    attributes, lines = "", list[str]()
    for line in body.splitlines():
        match = _HEADING.match(line)
        if not match:
            lines.append(line)
            continue
        if any(lines) and headings:
            yield _Section(tuple(headings), attributes, tuple(lines))
        level = len(match[1])
        headings = [*headings[: level - 1], match[2]]
        attributes, lines = match[3] or "", []
    if any(lines):
        yield _Section(tuple(headings), attributes, tuple(lines))


def _plain(lines: tuple[str, ...]) -> str:
    kept = (line.strip() for line in lines)
    kept = (line for line in kept if line and not _RULE.match(line))
    return "\n".join("• " + line[2:] if line.startswith("- ") else line for line in kept)


def _passage(path: Path, fields: Mapping[str, str], section: _Section) -> Passage:
    attributes = dict(_ATTRIBUTE.findall(section.attributes))
    restated = bool(attributes)
    fact = section.headings[-1]
    anchor = fact if restated else section.attributes.lstrip("#")
    if not anchor:
        raise SourceError(f"{path.name}: avsnittet {fact} saknar ankare, till exempel {{#avsnitt}}.")
    headings = tuple(dict.fromkeys(section.headings[:-1] if restated else section.headings))
    return Passage(
        id=f"{fields['id']}#{anchor}",
        document_id=fields["id"],
        document=fields["title"],
        section=f"{headings[-1]} ({fact})" if restated else headings[-1],
        headings=headings,
        text=_plain(section.lines),
        url=fields["url"],
        restated=restated,
        year=attributes.get("år", ""),
        certainty=attributes.get("säkerhet", ""),
        sources=tuple(s.strip() for s in attributes.get("källor", "").split(",") if s.strip()),
    )


def read_document(path: Path) -> Document:
    """
    Return the document in *path* with its passages in reading order.

    Raises SourceError, naming file and section, where front matter or an anchor is missing or doubled.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: filen är inte UTF-8. Spara om den som UTF-8.") from error
    fields, body = _front_matter(path, text)
    passages = tuple(_passage(path, fields, section) for section in _sections(body))
    ids = [passage.id for passage in passages]
    if doubled := {i for i in ids if ids.count(i) > 1}:
        raise SourceError(f"{path.name}: ankaret {min(doubled)} finns flera gånger.")
    return Document(
        id=fields["id"],
        title=fields["title"],
        publisher=fields["publisher"],
        kind=fields["kind"],
        url=fields["url"],
        period=fields.get("period", ""),
        markdown=body,
        passages=passages,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a restated fact was read."""

    id: str
    title: str
    urls: tuple[str, ...]
    year: str


def read_origins(path: Path) -> Mapping[str, Origin]:
    """Return the origins of restated facts by id, from kallor.toml; empty where the file is missing."""
    if not path.exists():
        return {}
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: Origin(id=key, title=row["title"], urls=tuple(row["urls"]), year=row["year"]) for key, row in table.items()
    }

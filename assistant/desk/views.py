"""Cases as they are shown: a list, a row, a whole case."""

from dataclasses import dataclass
from datetime import datetime

from assistant.desk.difference import Piece
from assistant.desk.drafting import DraftPart
from assistant.desk.states import Confidence, Mark, Source, State

ORDERS = ("inkommen", "ändrad", "läge", "säkerhet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list shows; an empty field asks for nothing."""

    states: tuple[State, ...] = ()
    assignee: str = ""
    """Login name; "-" for cases that nobody has."""
    source: Source | None = None
    confidence: Confidence | None = None
    search: str = ""
    order: str = "inkommen"
    newest_first: bool = False
    offset: int = 0
    limit: int = 50


EVERYTHING = Filter()
"""The first page of all cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in a list."""

    id: int
    version: int
    state: State
    source: Source
    subject: str
    questions: tuple[str, ...]
    received: datetime
    changed: datetime
    changed_by: str
    assignee: str
    confidence: Confidence | None
    duplicate_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of cases, how many there are in all, and how many in each state."""

    rows: tuple[Row, ...]
    total: int
    states: dict[State, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an answer."""

    number: int
    text: str
    author: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A mark on a sentence, or, without mark, a note on the case."""

    answer: int
    sentence: str
    mark: Mark | None
    note: str
    author: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One case, whole; *edits* is the latest answer against the draft, word by word."""

    row: Row
    message: str
    sender: str
    reason: str
    parts: tuple[DraftPart, ...]
    draft: str
    why: str
    text: str
    answer: int
    versions: tuple[Version, ...]
    edits: tuple[Piece, ...]
    sentences: tuple[str, ...]
    gaps: tuple[str, ...]
    comments: tuple[Comment, ...]
    approved_by: tuple[str, ...]

"""Where a message asks: its question, cut free from what leads up to it, and of what kind that question is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.project.actors import Said
from assistant.understanding.project.lexicon import Lexicon


class Form(StrEnum):
    """How a question is put."""

    OPEN_WORD = "frågeord"
    """With a question word: it asks what the text says."""
    YES_OR_NO = "ja eller nej"
    FRAGMENT = "brottstycke"
    """With a question mark but no verb first: "kommunen som koordinator, ja eller nej?"."""
    STATEMENT = "påstående"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a message asks and how; *said* is the whole message where it asks nothing."""

    said: Said
    form: Form
    start: int = 0
    """Where it stands in the message."""
    asks_from: int = 0
    """Where in it the clause begins that asks."""

    @property
    def words(self) -> int:
        """Return how many words the question has, from the clause that asks."""
        return len(self.text[self.asks_from :].split())

    @property
    def text(self) -> str:
        """Return the question, folded."""
        return self.said.folded


_CLAUSE = re.compile(r"\s[–—-]+\s|[:;,(\n]+\s*|\.\s+|[!?]+\s+")
_LEADS_IN = re.compile(
    r"^(?:(?:(?:vi |jag )?(?:undrar|vill (?:garna )?veta|funderar (?:pa|over))|kan (?:ni|du) (?:saga|beratta|forklara)|"
    r"och|men|sa|hej|da|ja|jaha|ok|okej|alltsa|eller|fast|bra|and|but|so|sen|ah|aha|hm+|tack|nej|jo|ursakta)\b[ ,!]*)+"
)
_WHEN_CLAUSE = re.compile(
    r"(?:nar|when)\s(?!\w*(?:r|s)\b|kan\b|ska\b|maste\b|is\b|do\b|does\b|can\b|must\b|will\b|should\b)"
)
_SUBJECT = (
    r"(?:det|den|de|dom|vi|ni|jag|han|hon|man|en|ett|var|vart|vara|nagot|nagon|sadan\w*|alla|varje|allt|inte|ej|"
    r"projekt\w*|ansokan|[a-z]+(?:en|et|ens|ets|an)|we|i|it|they|a|the)\b"
)
_MUST = re.compile(r"(?:ska|maste|behover|bor|must|should)\b")
_MUST_WITHOUT_SUBJECT = re.compile(
    r"(?:ska|maste|behover|bor|must|should)\b(?!\s(?!nan\b|nagon som\b)" + _SUBJECT + ")"
)
_OR_MAY = re.compile(r"\b(?:eller|or)\s(?:kan|far|racker|gar|duger|can|may)\b")
_OPEN_WORD = re.compile(
    r"(?:(?:under|i|pa|hos|till|fran|for|med|av|vid|enligt) )?(?:vad|vem|vems|vilken|vilket|vilka|hur|varfor)\b"
    r"|vart\s(?:ska|vander|skickar)|var\s\w+(?:er|ar)\s(?:jag|vi|man|ni)\b"
)
_VERB_FIRST = re.compile(
    r"(?:kan|far|ar|gar|skulle|har|vagar|borde|ma|e|can|could|may|is|are|do|does|would|will|am)\b"
    r"|(?!(?:sager|menar|tycker|tror|undrar|svarar|skriver|havdar)\s(?:han|hon|de|dom|jag|vi|man)\b)"
    r"[a-z]{2,}(?:er|ar|or|s)\s" + _SUBJECT
)


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _CLAUSE.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


class Finder:
    """Finds the question of a message; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._other = lexicon.asks["fragar_om_annat"]
        self._except = lexicon.asks["fragar_om_annat_utom"]

    def question(self, said: Said) -> Question:
        """Return what *said* asks: its last sentence with a question mark, else from its last clause that asks."""
        asked = [(start, raw) for start, raw in _sentences(said) if raw.endswith("?")]
        if asked:
            start, raw = asked[-1]
            sentence = Said(raw)
            at, form = next(self._asking(sentence.folded), (0, Form.FRAGMENT))
            return Question(said=sentence, form=form, start=start, asks_from=at)
        for start, clause in reversed([*_clauses(said.folded)]):
            if found := self._of_clause(clause):
                return Question(said=Said(said.raw[start:]), form=found, start=start)
        return Question(said=said, form=Form.STATEMENT)

    def _asking(self, text: str) -> Iterator[tuple[int, Form]]:
        may = bool(_OR_MAY.search(text))
        yield from ((at, form) for at, clause in _clauses(text) if (form := self._of_clause(clause, may=may)))

    def _of_clause(self, clause: str, *, may: bool = False) -> Form | None:
        """Return how *clause* asks; *may*: what must be is asked beside what may be ("måste vi, eller får vi")."""
        start = _LEADS_IN.sub("", clause.strip())
        if start.rstrip(" ?.!") == "hur":
            return None
        if any(h.start == 0 for h in self._except.find(start)) or (may and _MUST.match(start)):
            return Form.YES_OR_NO
        other = bool(_OPEN_WORD.match(start)) or any(h.start == 0 for h in self._other.find(start))
        if other and not _WHEN_CLAUSE.match(start) and not _MUST_WITHOUT_SUBJECT.match(start):
            return Form.OPEN_WORD
        return Form.YES_OR_NO if _VERB_FIRST.match(start) else None


def _sentences(said: Said) -> Iterator[tuple[int, str]]:
    yield from ((a, raw) for a, b in zip(said.breaks, said.breaks[1:], strict=False) if (raw := said.raw[a:b].strip()))

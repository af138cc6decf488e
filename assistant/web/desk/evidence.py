"""A draft's proofs as they stand beside the answer: numbered as in the letter, the quote marked in its passage."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.desk.drafting import DraftPart
from assistant.desk.letter import Evidence, Part, used
from assistant.desk.states import Mark
from assistant.desk.views import Comment, View
from assistant.sources.quotes import locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One proof; the passage is *before* + *quote* + *after*.  *number*: 0 where the letter does not number it."""

    number: int
    source: Evidence
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One sentence of the answer with what was last said of it."""

    text: str
    comment: Comment | None

    @property
    def mark(self) -> Mark | None:
        """Return the last mark."""
        return self.comment.mark if self.comment else None


def _proof(number: int, source: Evidence) -> Proof:
    exact = locate(source.quote, source.passage) or ""
    before, quote, after = source.passage.partition(exact) if exact else (source.passage, "", "")
    return Proof(number=number, source=source, before=before, quote=quote, after=after)


def proofs_of(parts: Sequence[DraftPart]) -> tuple[tuple[DraftPart, tuple[Proof, ...]], ...]:
    """Return each part of a draft with its proofs, in the order of their numbers."""
    lettered = [Part(question=p.question, text=p.text, evidence=p.evidence) for p in parts]
    numbers = {source: n for n, source in enumerate(used(lettered), start=1)}
    return tuple(
        (part, tuple(sorted((_proof(numbers.get(e, 0), e) for e in part.evidence), key=lambda p: p.number or 999)))
        for part in parts
    )


def judged(view: View) -> tuple[Judged, ...]:
    """Return the sentences of the answer in force, each with its last mark."""
    latest = {c.sentence: c for c in view.comments if c.mark and c.answer == view.answer}
    return tuple(Judged(text=s, comment=latest.get(s)) for s in view.sentences)
